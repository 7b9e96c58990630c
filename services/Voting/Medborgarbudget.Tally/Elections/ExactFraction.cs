using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// An exact fraction in lowest terms with a positive denominator. Prices and loads are fractions whose denominators grow with
/// every round, far beyond 128 bits, and a tie decided by rounding would be decided wrongly.
/// </summary>
public readonly record struct ExactFraction
{
    /// <summary>A fraction; the denominator is above zero.</summary>
    public ExactFraction(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / common;
        Denominator = denominator / common;
    }

    /// <summary>Above the line.</summary>
    public BigInteger Numerator { get; }

    /// <summary>Below the line; zero only in the default value, which is no number.</summary>
    public BigInteger Denominator { get; }

    /// <summary>A whole number.</summary>
    public static ExactFraction Whole(BigInteger value) => new(value, BigInteger.One);

    /// <summary>The sum.</summary>
    public ExactFraction Plus(ExactFraction other) =>
        new((Numerator * other.Denominator) + (other.Numerator * Denominator), Denominator * other.Denominator);

    /// <summary>The difference.</summary>
    public ExactFraction Minus(ExactFraction other) =>
        new((Numerator * other.Denominator) - (other.Numerator * Denominator), Denominator * other.Denominator);

    /// <summary>The product with a whole number.</summary>
    public ExactFraction Times(BigInteger factor) => new(Numerator * factor, Denominator);

    /// <summary>The quotient by a whole number above zero.</summary>
    public ExactFraction Over(BigInteger divisor) => new(Numerator, Denominator * divisor);

    /// <summary>Below zero when this fraction is the smaller, zero when they are the same number.</summary>
    public int CompareTo(ExactFraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>The fraction as text: 4000/3, or 5 when it is whole.</summary>
    public override string ToString() => Denominator.IsOne ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
