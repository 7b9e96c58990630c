namespace Medborgarbudget.Identity;

/// <summary>
/// A voting code or an invitation: 60 random bits as twelve characters in groups of four. The alphabet is Crockford's base 32, which has
/// no I, L, O or U; what a hand writes as O, I or L is read as 0 or 1. Shown once and kept only as a keyed hash; hides itself in logs.
/// </summary>
public sealed record SecretCode
{
    /// <summary>Characters without the hyphens.</summary>
    public const int Length = 12;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly string _characters;

    private SecretCode(string characters) => _characters = characters;

    /// <summary>Makes a code of the lowest 60 of 64 random bits; the caller brings them from a cryptographic source.</summary>
    public static SecretCode Of(ulong random) => new(string.Create(Length, random, static (span, bits) =>
    {
        foreach (ref var character in span)
        {
            character = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }
    }));

    /// <summary>Reads what a person typed: case, spaces and hyphens do not matter. Null when it cannot be a code.</summary>
    public static SecretCode? Read(string? text)
    {
        Span<char> characters = stackalloc char[Length];
        var count = 0;
        foreach (var typed in text ?? "")
        {
            if (typed is '-' or ' ')
            {
                continue;
            }

            var meant = Meant(typed);
            if (count == Length || !Alphabet.Contains(meant, StringComparison.Ordinal))
            {
                return null;
            }

            characters[count++] = meant;
        }

        return count == Length ? new SecretCode(new string(characters)) : null;
    }

    /// <summary>The characters without hyphens, for hashing.</summary>
    public string Reveal() => _characters;

    /// <summary>The form for people: <c>7KQ2-M4XD-9ZTA</c>.</summary>
    public string Show() => $"{_characters[..4]}-{_characters[4..8]}-{_characters[8..]}";

    /// <summary>Always the same text, so that no log or message can carry the code.</summary>
    public override string ToString() => "(code)";

    private static char Meant(char typed) => char.ToUpperInvariant(typed) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var other => other,
    };
}
