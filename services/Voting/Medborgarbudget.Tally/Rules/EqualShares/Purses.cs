using System.Numerics;
using System.Runtime.InteropServices;

namespace Medborgarbudget.Tally;

/// <summary>
/// The money of every ballot class during one run, in whole steps of 2^-<see cref="Scale"/> minor units, so that sums are exact and
/// quick. A purse that is not spent differs from the true amount by at most <see cref="Error"/> steps; a spent one holds exactly
/// nothing. Purses only ever decide when the true amounts would decide the same; the rest is left to <see cref="ExactHistory"/>.
/// </summary>
internal sealed class Purses
{
    /// <summary>Purses stay below 2^61 steps, so that differences and halves of sums fit 64 bits.</summary>
    private const int MoneyBits = 60;

    private const long MostPayment = 1L << 62;
    private const int MostScale = 62;
    private const int HalfBits = 31;
    private const long Half = (1L << HalfBits) - 1;

    private readonly Purse[] purses;
    private long full;

    public Purses(BallotClasses ballots)
    {
        purses = new Purse[ballots.Count];
        for (var ballotClass = 0; ballotClass < purses.Length; ballotClass++)
        {
            purses[ballotClass].Weight = ballots.Weight(ballotClass);
        }
    }

    /// <summary>How many halvings of a minor unit a step is; below zero when a step is several units.</summary>
    public int Scale { get; private set; }

    /// <summary>The most by which an unspent purse may be wrong, in steps.</summary>
    public long Error { get; private set; }

    /// <summary>What an untouched purse holds.</summary>
    public long Full => full;

    /// <summary>The most by which a cost in steps may be wrong.</summary>
    public int CostError => Scale < 0 ? 1 : 0;

    /// <summary>Gives every voter the endowment.</summary>
    public void Fill(ExactFraction endowment)
    {
        var bits = (int)(endowment.Numerator.GetBitLength() - endowment.Denominator.GetBitLength());
        Scale = Math.Min(MostScale, MoneyBits - bits);
        full = (long)ToSteps(endowment.Numerator, endowment.Denominator);
        var spentIn = endowment.Numerator.IsZero ? -1 : int.MaxValue;
        Error = 1;
        foreach (ref var purse in purses.AsSpan())
        {
            purse.Money = full;
            purse.SpentIn = spentIn;
        }
    }

    /// <summary>Gives everyone who is not spent the endowment again, so that the payments can be taken once more.</summary>
    public void Refill()
    {
        Error = 1;
        foreach (ref var purse in purses.AsSpan())
        {
            purse.Money = purse.SpentIn == int.MaxValue ? full : 0;
        }
    }

    /// <summary>An amount in minor units as whole steps, rounded down.</summary>
    public BigInteger ToSteps(BigInteger numerator, BigInteger denominator) =>
        Scale >= 0 ? (numerator << Scale) / denominator : numerator / (denominator << -Scale);

    /// <summary>A cost in whole steps, rounded down.</summary>
    public Int128 ToSteps(long cost) => Scale >= 0 ? (Int128)cost << Scale : cost >> Math.Min(63, -Scale);

    public long Money(int ballotClass) => purses[ballotClass].Money;

    public int Weight(int ballotClass) => purses[ballotClass].Weight;

    /// <summary>The round in which the class paid all it had left; the largest number while it has money.</summary>
    public int SpentIn(int ballotClass) => purses[ballotClass].SpentIn;

    public bool IsSpent(int ballotClass) => purses[ballotClass].SpentIn != int.MaxValue;

    /// <summary>A payment in whole steps, rounded down; when it is more than a purse can hold, just that.</summary>
    public long ToPayment(ExactFraction price, long share) =>
        (long)BigInteger.Min(MostPayment, ToSteps(price.Numerator * share, price.Denominator));

    /// <summary>
    /// Whether a class has less than a payment that lies from <paramref name="payment"/> steps to one more; null when the purses
    /// cannot tell.
    /// </summary>
    public bool? IsPoor(int ballotClass, long payment)
    {
        var money = purses[ballotClass].Money;
        return money + Error < payment ? true : money - Error > payment ? false : null;
    }

    /// <summary>The class pays all it has.</summary>
    public void Empty(int ballotClass, int round)
    {
        purses[ballotClass].Money = 0;
        purses[ballotClass].SpentIn = round;
    }

    /// <summary>The class pays and has money left. Less than one step left is kept as one step, which is within the error.</summary>
    public void Take(int ballotClass, long amount) =>
        purses[ballotClass].Money = Math.Max(1, purses[ballotClass].Money - amount);

    /// <summary>Payments up to this far from the true ones were taken.</summary>
    public void AddError(long steps) => Error += steps;

    /// <summary>Parts the payers in those with less than the threshold and the others.</summary>
    public Parting Part(ReadOnlySpan<int> payers, long threshold)
    {
        // Nothing here can overflow: all weights together are below 2^31 and a purse is below 2^62, so each half of the sum is
        // below 2^62. There is no branch, since whether a payer is poor cannot be predicted.
        unchecked
        {
            long high = 0, low = 0, rich = 0, least = long.MaxValue;
            foreach (var ballotClass in payers)
            {
                ref readonly var purse = ref purses[ballotClass];
                var money = purse.Money;
                long weight = purse.Weight;
                var isPoor = (money - threshold) >> 63;
                high += weight * (money >> HalfBits) & isPoor;
                low += weight * (money & Half) & isPoor;
                rich += weight & ~isPoor;
                least = Math.Min(least, money | (isPoor & long.MaxValue));
            }

            return new Parting(((Int128)high << HalfBits) + low, rich, least);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Purse
    {
        public long Money;
        public int Weight;
        public int SpentIn;
    }
}

/// <summary>Payers parted by a threshold.</summary>
/// <param name="PoorMoney">What those below it have together.</param>
/// <param name="RichVoters">How many voters the others are.</param>
/// <param name="LeastRich">The least that one of the others has; the largest number when there is none.</param>
internal readonly record struct Parting(Int128 PoorMoney, long RichVoters, long LeastRich);
