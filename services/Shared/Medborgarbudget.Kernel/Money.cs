namespace Medborgarbudget.Kernel;

/// <summary>An amount in whole öre. Never negative where a service stores it; sums are overflow-checked by the build.</summary>
public readonly record struct Money(long Ore) : IComparable<Money>
{
    public static readonly Money Zero = new(0);

    /// <summary>The greatest amount accepted from outside: 10 billion kronor.</summary>
    public static readonly Money Max = new(1_000_000_000_000);

    public static Money operator +(Money left, Money right) => new(left.Ore + right.Ore);

    public static Money operator -(Money left, Money right) => new(left.Ore - right.Ore);

    public static bool operator <(Money left, Money right) => left.Ore < right.Ore;

    public static bool operator >(Money left, Money right) => left.Ore > right.Ore;

    public static bool operator <=(Money left, Money right) => left.Ore <= right.Ore;

    public static bool operator >=(Money left, Money right) => left.Ore >= right.Ore;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public int CompareTo(Money other) => Ore.CompareTo(other.Ore);
}
