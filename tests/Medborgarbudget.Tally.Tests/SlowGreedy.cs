using System.Globalization;
using System.Numerics;

namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// The greedy rule once more, written from its description alone: ballots one by one, fractions of big integers, no shared code
/// with the engine but the options. Slow, and meant to be obviously right.
/// </summary>
internal static class SlowGreedy
{
    public static List<int> Winners(SlowElection election, GreedyRule rule)
    {
        var votes = Sum(election, (_, _) => 1);
        var points = Sum(election, (ballot, place) => Worth(election, rule.OrdinalScoring, ballot, place));
        var measure = rule.Order is GreedyOrder.Points or GreedyOrder.PointsPerCost ? points : votes;
        var waiting = Enumerable.Range(0, election.Costs.Length)
            .Where(project => votes[project] > 0 && (rule.Threshold is not { } least || measure[project] >= Fraction.Of(least)))
            .ToList();
        var left = election.Budget;
        var winners = new List<int>();
        var isStopped = false;
        while (waiting.Count > 0)
        {
            var first = waiting.Where(project => GoesFirst(rule.PlacePriority, winners, project)).ToList();
            var next = (first.Count > 0 ? first : waiting)
                .Aggregate((best, other) => IsBefore(election, rule, votes, measure, other, best) ? other : best);
            waiting.Remove(next);
            var fits = election.Costs[next] <= left;
            if (!HasPlace(election, rule, winners, next))
            {
                continue;
            }

            if (fits && (!isStopped || election.Costs[next] == 0))
            {
                winners.Add(next);
                left -= election.Costs[next];
            }

            isStopped |= rule.StopsAtFirstMisfit && !fits;
        }

        return winners;
    }

    private static bool GoesFirst(PlacePriority? priority, List<int> winners, int project)
    {
        string Place(int other) => priority?.Column is null ? $"p{other}" : $"d{other % 3}";
        return priority is not null
            && priority.Names.Contains(Place(project))
            && !(priority.EndsWithFirstWinner && winners.Exists(winner => Place(winner) == Place(project)));
    }

    private static bool HasRival(GreedyRule rule, List<int> winners, int project) =>
        rule.ExclusiveGroups.Any(group => group.Contains($"p{project}") && winners.Exists(winner => group.Contains($"p{winner}")));

    private static bool HasPlace(SlowElection election, GreedyRule rule, List<int> winners, int project)
    {
        SizeQuota? ClassOf(int other) => rule.SizeQuotas
            .Where(quota => election.Costs[other] <= Fraction.Of(quota.MostCost) * election.MinorUnits)
            .MinBy(quota => quota.MostCost.Units);
        return !HasRival(rule, winners, project) && (rule.SizeQuotas.IsEmpty
            || (ClassOf(project) is { } own && winners.Count(winner => ClassOf(winner) == own) < own.Winners));
    }

    private static bool IsBefore(SlowElection election, GreedyRule rule, Fraction[] votes, Fraction[] measure, int x, int y)
    {
        var isPerCost = rule.Order is GreedyOrder.VotesPerCost or GreedyOrder.PointsPerCost;
        int[] keys =
        [
            isPerCost
                ? (measure[y] * election.Costs[x]).CompareTo(measure[x] * election.Costs[y])
                : measure[y].CompareTo(measure[x]),
            election.Costs[x].CompareTo(election.Costs[y]),
            votes[y].CompareTo(votes[x]),
            Array.IndexOf(election.Lots, x).CompareTo(Array.IndexOf(election.Lots, y)),
        ];
        return keys.First(key => key != 0) < 0;
    }

    private static Fraction[] Sum(SlowElection election, Func<SlowBallot, int, Fraction> worth)
    {
        var sums = new Fraction[election.Costs.Length];
        Array.Fill(sums, 0);
        foreach (var ballot in election.Ballots)
        {
            for (var place = 0; place < ballot.Projects.Length; place++)
            {
                sums[ballot.Projects[place]] += worth(ballot, place);
            }
        }

        return sums;
    }

    public static Fraction Worth(SlowElection election, OrdinalScoring scoring, SlowBallot ballot, int place) =>
        election.VoteType is VoteType.Cumulative or VoteType.Scoring ? ballot.Points[place]
        : election.VoteType != VoteType.Ordinal ? 1
        : scoring switch
        {
            OrdinalScoring.MaxLength => Math.Max(0, election.MaxLength - place),
            OrdinalScoring.BallotLength => ballot.Projects.Length - place,
            OrdinalScoring.PlacesBelow => ballot.Projects.Length - 1 - place,
        };
}

internal sealed record SlowElection(
    VoteType VoteType, Fraction Budget, Fraction[] Costs, SlowBallot[] Ballots, int[] Lots, int MaxLength)
{
    /// <summary>How many units of <see cref="Costs"/> make one of currency.</summary>
    public long MinorUnits { get; init; } = 1;

    public static SlowElection Of(MadeElection made) => new(
        made.VoteType,
        made.Budget,
        [.. made.Costs.Select(cost => (Fraction)cost)],
        [.. made.Ballots.SelectMany(ballot => Enumerable.Repeat(
            new SlowBallot(ballot.Projects, [.. ballot.Points.Select(value => new Fraction(value, 10))]), ballot.Weight))],
        made.Lots,
        made.Costs.Length)
    {
        MinorUnits = (long)BigInteger.Pow(10, made.Decimals),
    };
}

internal sealed record SlowBallot(int[] Projects, Fraction[] Points);

/// <summary>An exact fraction with a positive denominator; not reduced, since the numbers stay small.</summary>
internal readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
{
    public static implicit operator Fraction(long whole) => new(whole, 1);

    public static Fraction operator +(Fraction x, Fraction y) =>
        x.Denominator == y.Denominator
            ? new(x.Numerator + y.Numerator, x.Denominator)
            : new((x.Numerator * y.Denominator) + (y.Numerator * x.Denominator), x.Denominator * y.Denominator);

    public static Fraction operator -(Fraction x, Fraction y) => x + new Fraction(-y.Numerator, y.Denominator);

    public static Fraction operator *(Fraction x, Fraction y) => new(x.Numerator * y.Numerator, x.Denominator * y.Denominator);

    public static bool operator >(Fraction x, Fraction y) => x.CompareTo(y) > 0;

    public static bool operator <(Fraction x, Fraction y) => x.CompareTo(y) < 0;

    public static bool operator >=(Fraction x, Fraction y) => x.CompareTo(y) >= 0;

    public static bool operator <=(Fraction x, Fraction y) => x.CompareTo(y) <= 0;

    public static Fraction Of(ExactDecimal number) => Parse(number.ToString());

    public static Fraction Parse(string text)
    {
        var plain = text.Trim().Replace(',', '.');
        var decimals = plain.Contains('.', StringComparison.Ordinal) ? plain.Length - plain.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        var digits = plain.Replace(".", "", StringComparison.Ordinal);
        return new(BigInteger.Parse(digits, CultureInfo.InvariantCulture), BigInteger.Pow(10, decimals));
    }

    public Fraction Reduced()
    {
        var common = BigInteger.GreatestCommonDivisor(Numerator, Denominator);
        return new(Numerator / common, Denominator / common);
    }

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public bool Equals(Fraction other) => CompareTo(other) == 0;

    public override int GetHashCode() => 0;
}
