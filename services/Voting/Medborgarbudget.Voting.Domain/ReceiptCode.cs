using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Medborgarbudget.Voting;

/// <summary>
/// The code that a voter keeps: where the ballot stands in the ledger and a random check of 64 bits, so that nobody finds a ballot
/// by counting upwards. It proves that a ballot is in the box, not what it says. Text: 26 characters (Crockford's base 32, read
/// without regard to case, with I and L as 1 and O as 0) in groups of at most five.
/// </summary>
/// <param name="Round">Number of the round in the ledger; under 2^24.</param>
/// <param name="Shard">Shard of the voter.</param>
/// <param name="Sequence">Place in the shard's sequence, from 1; under 2^32.</param>
/// <param name="Check">Random.</param>
public readonly record struct ReceiptCode(int Round, int Shard, long Sequence, ulong Check)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 26;
    private const int Group = 5;
    private const int DrawnTogether = 64;

    // Drawn for many at a time: the first byte costs as much as hundreds.
    [ThreadStatic]
    private static (byte[] Bytes, int Left) _drawn;

    public static ulong NewCheck()
    {
        if (_drawn.Left == 0)
        {
            _drawn = (RandomNumberGenerator.GetBytes(DrawnTogether * sizeof(ulong)), DrawnTogether);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(_drawn.Bytes.AsSpan(--_drawn.Left * sizeof(ulong)));
    }

    /// <summary>Reads a code as a person may type it; false for anything that no ballot can have.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ReceiptCode code)
    {
        code = default;
        var value = UInt128.Zero;
        var read = 0;
        foreach (var character in text ?? "")
        {
            if (character is '-' or ' ')
            {
                continue;
            }

            var digit = Digit(character);
            if (digit < 0 || ++read > Characters || (read == 1 && digit > 7))
            {
                return false;
            }

            value = (value << 5) | (UInt128)(uint)digit;
        }

        code = Split(value);
        return read == Characters && code.Shard < Slot.Shards && code.Sequence > 0;
    }

    public override string ToString()
    {
        var value = ((UInt128)(uint)Round << 104) | ((UInt128)(uint)Shard << 96) | ((UInt128)(ulong)Sequence << 64) | Check;
        Span<char> text = stackalloc char[Characters + (Characters / Group)];
        var at = text.Length;
        for (var written = Characters - 1; written >= 0; written--)
        {
            text[--at] = Alphabet[(int)(value & 31)];
            value >>= 5;
            if (written > 0 && written % Group == 0)
            {
                text[--at] = '-';
            }
        }

        return new string(text);
    }

    private static ReceiptCode Split(UInt128 value) => new(
        (int)(uint)(value >> 104),
        (int)(uint)(value >> 96 & 0xFF),
        (long)(ulong)(value >> 64 & 0xFFFF_FFFF),
        unchecked((ulong)value));

    private static int Digit(char character) => char.ToUpperInvariant(character) switch
    {
        'I' or 'L' => 1,
        'O' => 0,
        var other => Alphabet.IndexOf(other, StringComparison.Ordinal),
    };
}
