using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// The money of all voters during one run of Equal Shares. Ballot classes with the same money share a purse; purses are numerators
/// over one common denominator, so that a sum of money is a sum of whole numbers.
/// </summary>
internal sealed class Purses
{
    private readonly int[] purseOf;
    private List<BigInteger> money;

    public Purses(int classCount, ExactFraction endowment)
    {
        purseOf = new int[classCount];
        money = [endowment.Numerator];
        Denominator = endowment.Denominator;
    }

    public BigInteger Denominator { get; private set; }

    public int Count => money.Count;

    public int Of(int ballotClass) => purseOf[ballotClass];

    public BigInteger Money(int purse) => money[purse];

    /// <summary>Takes from each payer, at the most all it has, its utility times the price numerator/(divisor x denominator).</summary>
    public void Pay(ReadOnlySpan<int> payers, ReadOnlySpan<long> utilities, BigInteger numerator, BigInteger divisor)
    {
        var common = BigInteger.GreatestCommonDivisor(numerator, divisor);
        var (price, scale) = (numerator / common, divisor / common);
        var old = money;
        var known = new Dictionary<BigInteger, int>();
        var moved = new int[old.Count];
        Array.Fill(moved, -1);
        var poorer = new Dictionary<(int Purse, long Utility), int>();
        var paying = new long[purseOf.Length];
        for (var i = 0; i < payers.Length; i++)
        {
            paying[payers[i]] = utilities[i];
        }

        money = [];
        Denominator *= scale;
        for (var ballotClass = 0; ballotClass < purseOf.Length; ballotClass++)
        {
            var (purse, utility) = (purseOf[ballotClass], paying[ballotClass]);
            purseOf[ballotClass] = utility == 0 ? Keep(purse) : Lighten(purse, utility);
        }

        int Keep(int purse) => moved[purse] >= 0 ? moved[purse] : moved[purse] = Find(old[purse] * scale);

        int Lighten(int purse, long utility)
        {
            if (!poorer.TryGetValue((purse, utility), out var found))
            {
                found = Find(BigInteger.Max(0, (old[purse] * scale) - (price * utility)));
                poorer.Add((purse, utility), found);
            }

            return found;
        }

        int Find(BigInteger amount)
        {
            if (!known.TryGetValue(amount, out var purse))
            {
                purse = money.Count;
                money.Add(amount);
                known.Add(amount, purse);
            }

            return purse;
        }
    }
}
