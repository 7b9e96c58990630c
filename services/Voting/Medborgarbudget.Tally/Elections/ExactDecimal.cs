using System.Globalization;

namespace Medborgarbudget.Tally;

/// <summary>
/// A decimal number kept exactly, as whole units and a count of decimals: 12.5 is 125 units with 1 decimal. It is what the
/// format's money, points and thresholds are read into; a binary floating point number never takes part in a count.
/// </summary>
/// <param name="Units">The number times ten to the power of <paramref name="Decimals"/>.</param>
/// <param name="Decimals">How many of the digits stand after the decimal sign; 0 to <see cref="MaxDecimals"/>.</param>
public readonly record struct ExactDecimal(long Units, int Decimals)
{
    /// <summary>More decimals than this, trailing zeros not counted, are refused as an overflow.</summary>
    public const int MaxDecimals = 9;

    /// <summary>A whole number.</summary>
    public static ExactDecimal Whole(long value) => new(value, 0);

    /// <summary>
    /// Reads digits with an optional minus sign and an optional <c>.</c> or <c>,</c> before the decimals. Trailing zeros among
    /// the decimals carry no meaning and are dropped, so equal numbers have equal representations.
    /// </summary>
    public static NumberReading Parse(ReadOnlySpan<byte> text, out ExactDecimal value)
    {
        value = default;
        var isNegative = text.Length > 0 && text[0] == (byte)'-';
        var digits = isNegative ? text[1..] : text;
        var sign = digits.IndexOfAny((byte)'.', (byte)',');
        var whole = sign < 0 ? digits : digits[..sign];
        var fraction = sign < 0 ? default : digits[(sign + 1)..];
        if (!AreDigits(whole) || !AreDigits(fraction) || whole.Length + fraction.Length == 0)
        {
            return NumberReading.NotANumber;
        }

        fraction = fraction.TrimEnd((byte)'0');
        if (fraction.Length > MaxDecimals || !Append(0, whole, out var units) || !Append(units, fraction, out units))
        {
            return NumberReading.Overflow;
        }

        value = new ExactDecimal(isNegative ? -units : units, fraction.Length);
        return NumberReading.Number;
    }

    /// <summary>The number as whole units with this many decimals; false when that loses digits or overflows.</summary>
    public bool TryAtScale(int decimals, out long units)
    {
        units = 0;
        if (decimals < Decimals)
        {
            return false;
        }

        var scaled = Units * PowerOfTen(decimals - Decimals);
        if (scaled > long.MaxValue || scaled < long.MinValue)
        {
            return false;
        }

        units = (long)scaled;
        return true;
    }

    /// <summary>Below zero when this number is the smaller, zero when they are the same number.</summary>
    public int CompareTo(ExactDecimal other) =>
        (Units * PowerOfTen(Math.Max(0, other.Decimals - Decimals)))
        .CompareTo(other.Units * PowerOfTen(Math.Max(0, Decimals - other.Decimals)));

    /// <summary>The shortest text for the number, with <c>.</c> as the decimal sign: 400000, 1331751.11, -0.5.</summary>
    public override string ToString()
    {
        if (Decimals == 0)
        {
            return Units.ToString(CultureInfo.InvariantCulture);
        }

        var digits = Int128.Abs(Units).ToString(CultureInfo.InvariantCulture).PadLeft(Decimals + 1, '0');
        var fraction = digits[^Decimals..].TrimEnd('0');
        var whole = digits[..^Decimals];
        return (Units < 0 ? "-" : "") + whole + (fraction.Length == 0 ? "" : "." + fraction);
    }

    internal static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool Append(long start, ReadOnlySpan<byte> digits, out long units)
    {
        units = start;
        foreach (var digit in digits)
        {
            if (units > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            units = (units * 10) + (digit - '0');
        }

        return true;
    }
}

/// <summary>What <see cref="ExactDecimal.Parse"/> found.</summary>
public enum NumberReading
{
    /// <summary>A number that is held exactly.</summary>
    Number,

    /// <summary>Something else than a number.</summary>
    NotANumber,

    /// <summary>A number with more digits than can be held exactly.</summary>
    Overflow,
}
