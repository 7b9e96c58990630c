using System.Security.Cryptography;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Medborgarbudget.Identity.OpenId.ThirdParties;

/// <summary>
/// OpenIddict's list of clients, where the secret of a third-party client may be either of two: OpenIddict itself knows one only, and a
/// program that runs could not change it without a gap.
/// </summary>
internal sealed class ThirdPartyApplications(
    IOpenIddictApplicationCache<OpenIddictEntityFrameworkCoreApplication> cache,
    ILogger<OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>> logger,
    IOptionsMonitor<OpenIddictCoreOptions> options,
    IOpenIddictApplicationStore<OpenIddictEntityFrameworkCoreApplication> store,
    ApiClientStore clients,
    KeyedHashes hashes,
    TimeProvider clock)
    : OpenIddictApplicationManager<OpenIddictEntityFrameworkCoreApplication>(cache, logger, options, store)
{
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

    /// <summary>The client as OpenIddict keeps it: what it may ask for, and where its people are sent back to.</summary>
    public static OpenIddictApplicationDescriptor Describe(ApiClient client)
    {
        var isConfidential = client.Kind == ApiClientKind.Confidential;
        var application = new OpenIddictApplicationDescriptor
        {
            ClientId = client.Id.ClientId,
            DisplayName = client.Name,
            ClientType = isConfidential ? ClientTypes.Confidential : ClientTypes.Public,
            ApplicationType = client.RedirectUris.Any(ClientAddresses.IsLoopback) ? ApplicationTypes.Native : ApplicationTypes.Web,
            ConsentType = ConsentTypes.Explicit,

            // OpenIddict wants one of every confidential client. Nobody is told this one, and none is checked against it.
            ClientSecret = isConfidential ? RandomNumberGenerator.GetHexString(64) : null,
        };
        application.RedirectUris.UnionWith(client.RedirectUris.Select(address => new Uri(address)));
        application.Permissions.UnionWith(
        [
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.GrantTypes.AuthorizationCode,
            Permissions.ResponseTypes.Code, Permissions.Scopes.Profile, .. client.Scopes.Select(scope => Permissions.Prefixes.Scope + scope),
        ]);
        if (isConfidential)
        {
            application.Permissions.UnionWith(
            [
                Permissions.GrantTypes.RefreshToken, Permissions.Prefixes.Scope + Scopes.OfflineAccess, Permissions.GrantTypes.ClientCredentials,
            ]);
        }

        return application;
    }
}
