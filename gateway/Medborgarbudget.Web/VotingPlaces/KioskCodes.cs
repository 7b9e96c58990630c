using System.Security.Cryptography;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>
/// Carries a ballot token from the officer's device to the voter's: the officer shows a short code, the voter types it where she would
/// identify herself. A code works once and no longer than its token.
/// </summary>
internal sealed class KioskCodes(IKioskCodeStore store, TimeProvider clock)
{
    /// <summary>Forty random bits; a voting code has twelve characters, so neither is taken for the other.</summary>
    private const int Length = 8;

    // Crockford's base 32: no I, L, O or U, as in voting codes.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    public async Task<KioskCode> GiveAsync(string shiftId, string subBudgetId, BallotToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var latest = clock.GetUtcNow() + Longest;
        var expires = token.ExpiresAt.ToDateTimeOffset();
        var code = new KioskCode(
            Guid.NewGuid().ToString(), RandomNumberGenerator.GetString(Alphabet, Length), shiftId, subBudgetId, token, expires < latest ? expires : latest);
        await store.KeepAsync(code);
        return code;
    }

    /// <summary>A code that the shift has given and that nobody has used; null for any other.</summary>
    public async Task<KioskCode?> FindAsync(string? id, string shiftId) =>
        id is not null && await store.FindByIdAsync(id) is { } code && code.ShiftId == shiftId && code.Until > clock.GetUtcNow() ? code : null;

    /// <summary>The token behind a code, once; null when there is none for the sub-budget.</summary>
    public async Task<BallotToken?> RedeemAsync(string text, string subBudgetId) =>
        Read(text) is { } code
        && await store.FindAsync(code) is { } given
        && given.SubBudgetId == subBudgetId
        && given.Until > clock.GetUtcNow()
        && await store.TakeAsync(given)
            ? given.Token
            : null;

    /// <summary>The text is written as such a code is, whether or not there is one.</summary>
    public static bool IsCode(string text) => Read(text) is not null;

    private static string? Read(string text)
    {
        var code = new string([.. text.ToUpperInvariant().Where(character => character is not (' ' or '-')).Select(Meant).Take(Length + 1)]);
        return code.Length == Length && code.All(character => Alphabet.Contains(character, StringComparison.Ordinal)) ? code : null;
    }

    private static char Meant(char character) => character switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        _ => character,
    };
}

/// <param name="Id">What the officer's page is asked for with: it tells nothing of the code.</param>
/// <param name="Until">When it ends, if it is not used before.</param>
internal sealed record KioskCode(string Id, string Code, string ShiftId, string SubBudgetId, BallotToken Token, DateTimeOffset Until)
{
    /// <summary>In groups of four, as people read it.</summary>
    public string Shown => $"{Code[..4]}-{Code[4..]}";
}
