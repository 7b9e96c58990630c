using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>
/// Equal Shares at one endowment. A price per utility never falls as money is spent, so a price found before is a bound: only
/// projects whose bound is not above the best price are priced again. Bounds are kept as logarithms with a wide margin and only
/// spare work; which project is bought is decided between exact fractions.
/// </summary>
internal sealed class EqualSharesRun
{
    private const double Margin = 1e-9;

    private readonly EqualSharesElection shares;
    private readonly ExactFraction endowment;
    private readonly Purses purses;
    private readonly List<int> open = [];
    private readonly double[] bounds;

    public EqualSharesRun(EqualSharesElection shares, ExactFraction endowment)
    {
        this.shares = shares;
        this.endowment = endowment;
        purses = new Purses(shares.Election.Ballots.Count, endowment);
        bounds = new double[shares.Election.Projects.Length];
        for (var project = 0; project < bounds.Length; project++)
        {
            bounds[project] = double.NegativeInfinity;
            if (!shares.Payers(project).IsEmpty)
            {
                open.Add(project);
            }
        }
    }

    /// <summary>A price per utility: numerator / (divisor x the common denominator of the purses).</summary>
    private readonly record struct Price(BigInteger Numerator, BigInteger Divisor)
    {
        public int CompareTo(Price other) => (Numerator * other.Divisor).CompareTo(other.Numerator * Divisor);
    }

    /// <summary>Buys until nothing can be bought, or until more than <paramref name="budget"/> is spent.</summary>
    public EqualSharesOutcome Buy(long budget)
    {
        var bought = new List<(int Project, ExactFraction Price)>();
        Int128 cost = 0;
        while (cost <= budget && TryNext(out var project, out var price))
        {
            var most = Largest(shares.Utilities(project));
            bought.Add((project, new ExactFraction(price.Numerator * most, price.Divisor * purses.Denominator)));
            cost += shares.Election.Projects[project].Cost;
            open.Remove(project);
            purses.Pay(shares.Payers(project), shares.Utilities(project), price.Numerator, price.Divisor);
        }

        return new EqualSharesOutcome(endowment, bought, cost);
    }

    private static long Largest(ReadOnlySpan<long> utilities)
    {
        var largest = 0L;
        foreach (var utility in utilities)
        {
            largest = Math.Max(largest, utility);
        }

        return largest;
    }

    private bool TryNext(out int winner, out Price best)
    {
        (winner, best) = (-1, default);
        open.Sort((x, y) => bounds[x].CompareTo(bounds[y]));
        foreach (var project in open.ToArray())
        {
            if (winner >= 0 && bounds[project] > bounds[winner] + Margin)
            {
                break;
            }

            if (!TryPrice(project, out var price))
            {
                open.Remove(project);
                continue;
            }

            bounds[project] = price.Numerator.IsZero
                ? double.NegativeInfinity
                : BigInteger.Log(price.Numerator) - BigInteger.Log(price.Divisor) - BigInteger.Log(purses.Denominator);
            var order = winner < 0 ? -1 : price.CompareTo(best);
            if (order < 0 || (order == 0 && shares.Ties.Compare(project, winner) < 0))
            {
                (winner, best) = (project, price);
            }
        }

        return winner >= 0;
    }

    /// <summary>
    /// The least price per utility at which the payers, the poor giving all they have, cover the cost; false when they cannot.
    /// </summary>
    private bool TryPrice(int project, out Price price)
    {
        var groups = Groups(project);
        var rest = shares.Election.Projects[project].Cost * purses.Denominator;
        BigInteger divisor = 0;
        foreach (var (_, utility, voters) in groups)
        {
            divisor += (BigInteger)utility * voters;
        }

        foreach (var (purse, utility, voters) in groups)
        {
            if (purses.Money(purse) * divisor >= rest * utility)
            {
                price = new Price(rest, divisor);
                return true;
            }

            rest -= purses.Money(purse) * voters;
            divisor -= (BigInteger)utility * voters;
        }

        price = default;
        return false;
    }

    /// <summary>The payers by purse and utility, those first who run out of money at the lowest price.</summary>
    private List<(int Purse, long Utility, long Voters)> Groups(int project)
    {
        var payers = shares.Payers(project);
        var utilities = shares.Utilities(project);
        var voters = new Dictionary<(int Purse, long Utility), long>();
        for (var i = 0; i < payers.Length; i++)
        {
            var key = (purses.Of(payers[i]), utilities[i]);
            voters[key] = voters.GetValueOrDefault(key) + shares.Election.Ballots.Weight(payers[i]);
        }

        var groups = voters.Select(pair => (pair.Key.Purse, pair.Key.Utility, pair.Value)).ToList();
        groups.Sort((x, y) => x.Utility == y.Utility
            ? purses.Money(x.Purse).CompareTo(purses.Money(y.Purse))
            : (purses.Money(x.Purse) * y.Utility).CompareTo(purses.Money(y.Purse) * x.Utility));
        return groups;
    }
}

/// <summary>What Equal Shares bought at one endowment.</summary>
/// <param name="Endowment">Each voter's money, in minor units.</param>
/// <param name="Bought">The projects in order, with the most that a supporter paid for each.</param>
/// <param name="Cost">Their cost together; above the budget when the run was broken off.</param>
internal sealed record EqualSharesOutcome(
    ExactFraction Endowment, List<(int Project, ExactFraction Price)> Bought, Int128 Cost);
