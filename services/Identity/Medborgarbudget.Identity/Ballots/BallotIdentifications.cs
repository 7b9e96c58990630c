using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Identity.Ballots;

/// <summary>
/// Codes with which a browser brings an identification to the web frontend, which exchanges it for a ballot token. A code is sealed and is worth something for a
/// minute, once, and only with the verifier that the frontend kept (RFC 7636). It stands in an address: who is identified is in it as the keyed hash of her entry
/// on that one roll.
/// </summary>
internal sealed class BallotIdentifications(IDataProtectionProvider protection, KeyedHashes hashes, SpentTokens spent, TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly IDataProtector _protector = protection.CreateProtector("ballot identification");

    public string Give(BallotRequest request, PersonKey person, SignIn signIn) => _protector.Protect(JsonSerializer.Serialize(new Sealed(
        Guid.NewGuid(),
        request.SubBudget.ToString(),
        hashes.OfRollEntry(request.SubBudget, person.Type, person.Text),
        signIn.Eid,
        signIn.Level,
        request.Challenge,
        clock.GetUtcNow() + Lifetime)));

    /// <summary>Uses the code; null when it is none, too old, used, for another sub-budget or another frontend's.</summary>
    public async Task<BallotIdentification?> TakeAsync(string code, string verifier, SubBudgetId subBudget, CancellationToken cancellationToken) =>
        Open(code) is { } given
            && given.SubBudget == subBudget.ToString()
            && clock.GetUtcNow() < given.Expires
            && Proves(verifier, given.Challenge)
            && await spent.SpendAsync(given.Id, given.Expires, cancellationToken) is null
            ? new BallotIdentification(given.EntryHash, new SignIn(given.Eid, given.Level))
            : null;

    private Sealed? Open(string code)
    {
        try
        {
            return JsonSerializer.Deserialize<Sealed>(_protector.Unprotect(code));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool Proves(string verifier, string challenge) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(verifier)), Base64Url.DecodeFromChars(challenge));

    private sealed record Sealed(Guid Id, string SubBudget, byte[] EntryHash, string Eid, LevelOfAssurance Level, string Challenge, DateTimeOffset Expires);
}

/// <summary>Somebody whom an e-ID has identified for one ballot.</summary>
/// <param name="EntryHash">Under which she would stand on the roll.</param>
internal sealed record BallotIdentification(byte[] EntryHash, SignIn SignIn);
