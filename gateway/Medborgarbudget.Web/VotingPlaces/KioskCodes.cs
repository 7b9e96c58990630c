using System.Collections.Concurrent;
using System.Security.Cryptography;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>
/// Carries a ballot token from the officer's device to the voter's: the officer shows a short code, the voter types it where she would
/// identify herself. A code works once and no longer than its token. They are in memory alone, know no person, and end with the process.
/// </summary>
internal sealed class KioskCodes(TimeProvider clock)
{
    /// <summary>Forty random bits; a voting code has twelve characters, so neither is taken for the other.</summary>
    private const int Length = 8;

    // Crockford's base 32: no I, L, O or U, as in voting codes.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(20);

    private readonly ConcurrentDictionary<string, KioskCode> _byCode = new(StringComparer.Ordinal);

    public KioskCode Give(string shiftId, string subBudgetId, BallotToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var now = clock.GetUtcNow();
        foreach (var old in _byCode.Where(pair => pair.Value.Until <= now))
        {
            _byCode.TryRemove(old);
        }

        var expires = token.ExpiresAt.ToDateTimeOffset();
        var until = expires < now + Longest ? expires : now + Longest;
        var code = new KioskCode(Guid.NewGuid().ToString(), RandomNumberGenerator.GetString(Alphabet, Length), shiftId, subBudgetId, token, until);
        _byCode[code.Code] = code;
        return code;
    }

    /// <summary>A code that the shift has given and that nobody has used; null for any other.</summary>
    public KioskCode? Find(string? id, string shiftId) =>
        _byCode.Values.FirstOrDefault(code => code.Id == id && code.ShiftId == shiftId && code.Until > clock.GetUtcNow());

    /// <summary>The token behind a code, once; null when there is none for the sub-budget.</summary>
    public BallotToken? Redeem(string text, string subBudgetId) =>
        Read(text) is { } code
        && _byCode.TryGetValue(code, out var given)
        && given.SubBudgetId == subBudgetId
        && given.Until > clock.GetUtcNow()
        && _byCode.TryRemove(new KeyValuePair<string, KioskCode>(code, given))
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
