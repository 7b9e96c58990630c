using System.Collections.Immutable;
using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>A small made-up election as plain data, so that tests can shuffle and split its ballots before building it.</summary>
internal sealed record MadeElection(VoteType VoteType, long Budget, int Decimals, long[] Costs, MadeBallot[] Ballots, int[] Lots)
{
    public Election Build(IEnumerable<MadeBallot>? ballots = null)
    {
        var builder = ElectionGen.Builder(VoteType, Budget, Decimals);
        for (var project = 0; project < Costs.Length; project++)
        {
            builder.AddProject($"p{project}", $"Projekt {project}", Costs[project], KeyValuePair.Create("district", $"d{project % 3}"));
        }

        builder.SetLotOrder(Lots);
        foreach (var ballot in ballots ?? Ballots)
        {
            builder.AddBallot(ballot.Projects, builder.HasPoints ? ballot.Points : [], ballot.Weight);
        }

        return builder.Build();
    }
}

internal sealed record MadeBallot(int[] Projects, long[] Points, int Weight);

internal static class ElectionGen
{
    private static readonly long[] Units = [1, 60, 720_720, 1_000_000_000_000, 72_072_000_000_000_000];

    /// <summary>Elections of every vote type, full of ties: few projects, small costs and few ballots.</summary>
    public static Gen<MadeElection> Any { get; } =
        from voteType in Gen.Enum<VoteType>()
        from projectCount in Gen.Int[1, 7]
        from costs in Gen.Long[0, 12].Array[projectCount]
        from budget in Gen.Long[0, 30]
        from decimals in Gen.Int[0, 2]
        from lots in Gen.Shuffle(Enumerable.Range(0, projectCount).ToArray())
        from ballots in Ballot(voteType, projectCount).Array[0, 12]
        select new MadeElection(voteType, budget, decimals, costs, ballots, lots);

    /// <summary>An election of approvals in whole units: projects p0, p1 … by their costs, and ballots with how many voters each has.</summary>
    public static Election Approvals(long budget, long[] costs, params (int[] Projects, int Voters)[] ballots)
    {
        var builder = Builder(VoteType.Approval, budget, 0);
        for (var project = 0; project < costs.Length; project++)
        {
            builder.AddProject($"p{project}", "", costs[project]);
        }

        foreach (var (projects, voters) in ballots)
        {
            builder.AddBallot(projects, weight: voters);
        }

        return builder.Build();
    }

    /// <summary>Up to two groups of conflicting projects, which may overlap.</summary>
    public static Gen<ImmutableArray<ImmutableArray<string>>> Groups(MadeElection made) =>
        Gen.Int[0, made.Costs.Length - 1].Array[0, 3].Array[0, 2].Select(groups => groups
            .Select(group => group.Distinct().Select(project => $"p{project}").ToImmutableArray()).ToImmutableArray());

    private static Gen<PlacePriority> AnyPriority =>
        from isByPlace in Gen.Bool
        from first in Gen.Int[0, 2]
        from second in Gen.Int[0, 2]
        from ends in Gen.Bool
        select new PlacePriority
        {
            Column = isByPlace ? "district" : null,
            Names = isByPlace ? [$"d{first}", $"d{second}"] : [$"p{first}", $"p{second}"],
            EndsWithFirstWinner = ends,
        };

    /// <summary>
    /// Approvals of costly projects where small whole multiples of one amount, a unit more or less, make prices, purses and costs
    /// that are equal or differ in their last digits.
    /// </summary>
    public static Gen<MadeElection> NearlyTied { get; } =
        from unit in Gen.Int[0, Units.Length - 1].Select(i => Units[i])
        from projectCount in Gen.Int[2, 6]
        from costs in Gen.Select(Gen.Long[1, 12], Gen.Long[-1, 1], (times, more) => (unit * times) + (unit > 1 ? more : 0)).Array[projectCount]
        from budget in Gen.Select(Gen.Long[1, 36], Gen.Long[-1, 1], (times, more) => (unit * times) + (unit > 1 ? more : 0))
        from lots in Gen.Shuffle(Enumerable.Range(0, projectCount).ToArray())
        from ballots in Ballot(VoteType.Approval, projectCount).Array[1, 6]
        select new MadeElection(VoteType.Approval, budget, 0, costs, ballots, lots);

    public static Gen<GreedyRule> AnyGreedy { get; } =
        from order in Gen.Enum<GreedyOrder>()
        from stops in Gen.Bool
        from threshold in Gen.Int[0, 8]
        from scoring in Gen.Enum<OrdinalScoring>()
        from quotas in Gen.Select(Gen.Int[0, 12], Gen.Int[0, 3], (most, winners) => new SizeQuota(ExactDecimal.Whole(most), winners)).Array[0, 3]
        from priority in Gen.Null(AnyPriority)
        select new GreedyRule
        {
            SizeQuotas = [.. quotas.DistinctBy(quota => quota.MostCost)],
            PlacePriority = priority,
            Order = order,
            StopsAtFirstMisfit = stops,
            Threshold = threshold == 0 ? null : new ExactDecimal(threshold, 1),
            OrdinalScoring = scoring,
        };

    public static ElectionBuilder Builder(VoteType voteType, long budget, int decimals = 2)
    {
        var builder = new ElectionBuilder(voteType, budget, decimals, pointDecimals: 1);
        foreach (var key in (string[])["description", "country", "unit", "instance", "rule", "date_begin", "date_end"])
        {
            builder.SetMeta(key, "2026");
        }

        if (voteType == VoteType.Cumulative)
        {
            builder.SetMeta("max_sum_points", "1000");
        }

        return builder;
    }

    public static Gen<EqualSharesRule> AnyEqualShares { get; } =
        from utility in Gen.Enum<EqualSharesUtility>()
        from isIntegral in Gen.Bool
        from hasStop in Gen.Bool
        from completion in Gen.Enum<EqualSharesCompletion>()
        from increment in Gen.Int[1, 20]
        from floor in Gen.Int[0, 4]
        from comparison in Gen.Enum<EqualSharesComparison>()
        select new EqualSharesRule
        {
            Utility = utility,
            StartsIntegral = isIntegral,
            HasExhaustiveStop = hasStop,
            Completion = completion,
            Increment = new ExactDecimal(increment, 1),
            OrdinalScoring = OrdinalScoring.BallotLength,
            SupportFloor = floor == 0 ? null : floor,
            Comparison = comparison,
        };

    /// <summary>Each election with an Equal Shares rule, whose conflicts are between its projects.</summary>
    public static Gen<(MadeElection Made, EqualSharesRule Rule)> WithEqualShares(Gen<MadeElection> elections) =>
        from made in elections
        from rule in AnyEqualShares
        from groups in Groups(made)
        select (made, rule with { ExclusiveGroups = groups });

    private static Gen<MadeBallot> Ballot(VoteType voteType, int projectCount) =>
        from order in Gen.Shuffle(Enumerable.Range(0, projectCount).ToArray())
        from length in Gen.Int[0, voteType == VoteType.ChooseOne ? 1 : projectCount]
        from points in Gen.Long[0, 15].Array[length]
        from weight in Gen.Int[1, 4]
        select new MadeBallot(order[..length], points, weight);
}
