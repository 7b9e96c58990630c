using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>OpenIddict's own manager of clients, asked by every request of a sign-in: it looks them up together and does not stretch a known secret again.</summary>
internal sealed class ClientManager(
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication> cache,
    ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication> store,
    GatheredReads reads,
    VerifiedSecrets verified,
    ApiClientStore clients,
    KeyedHashes hashes,
    TimeProvider clock)
    : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>(cache, logger, options, store)
{
    // Of this request, which asks for its client a dozen times.
    private readonly Dictionary<string, OpenIddictEntityFrameworkCoreApplication> _found = new(StringComparer.Ordinal);

    public override async ValueTask<OpenIddictEntityFrameworkCoreApplication?> FindByClientIdAsync(string identifier, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(identifier);
        if (identifier.Any(char.IsControl))
        {
            // PostgreSQL refuses such a text, and with it the question of everybody who shares it.
            return null;
        }

        if (!_found.TryGetValue(identifier, out var client) && (client = await reads.ClientAsync(identifier, cancellationToken)) is not null)
        {
            _found[identifier] = client;
        }

        return client;
    }

    /// <summary>The client to be changed: what requests share belongs to no context, and cannot be.</summary>
    public ValueTask<OpenIddictEntityFrameworkCoreApplication?> FindForChangeAsync(string clientId, CancellationToken cancellationToken) =>
        base.FindByClientIdAsync(clientId, cancellationToken);

    // OpenIddict knows one secret, and a program that runs could not change it without a gap: a third party's may be either of two.
    public override async ValueTask<bool> ValidateClientSecretAsync(
        OpenIddictEntityFrameworkCoreApplication application, string secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(application);
        if (ApiClientId.OfClientId(application.ClientId) is not { } id)
        {
            return await base.ValidateClientSecretAsync(application, secret, cancellationToken);
        }

        var given = hashes.OfClientSecret(id, secret);
        return await clients.FindAsync(id, cancellationToken) is { } client
            && client.SecretHashesAt(clock.GetUtcNow()).Any(hash => CryptographicOperations.FixedTimeEquals(hash, given));
    }

    protected override async ValueTask<bool> ValidateClientSecretAsync(string secret, string comparand, CancellationToken cancellationToken = default)
    {
        if (verified.Include(secret, comparand))
        {
            return true;
        }

        var isRight = await base.ValidateClientSecretAsync(secret, comparand, cancellationToken);
        if (isRight)
        {
            verified.Add(secret, comparand);
        }

        return isRight;
    }
}

/// <summary>
/// Secrets of clients that this process has found right, as HMACs with a key that ends with it. Stored secrets are stretched so that who steals the table guesses
/// slowly; to stretch the same secret again for every voter who signs in would only be slow. A wrong secret is stretched each time.
/// </summary>
internal sealed class VerifiedSecrets
{
    private const int Most = 1_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _hashes = new(StringComparer.Ordinal);

    /// <param name="stretched">As it is stored: another one when the secret is changed.</param>
    public bool Include(string secret, string stretched) =>
        _hashes.TryGetValue(stretched, out var known) && CryptographicOperations.FixedTimeEquals(known, Of(secret));

    public void Add(string secret, string stretched)
    {
        if (_hashes.Count >= Most)
        {
            _hashes.Clear();
        }

        _hashes[stretched] = Of(secret);
    }

    private byte[] Of(string secret) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret));
}
