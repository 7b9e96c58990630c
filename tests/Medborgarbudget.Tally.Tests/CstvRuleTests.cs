using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class CstvRuleTests
{
    private const int Iterations = 2000;

    private static readonly Gen<(MadeElection Made, CstvRule Rule)> Case =
        from made in ElectionGen.Any
        from transfer in Gen.Enum<CstvTransfer>()
        from selection in Gen.Enum<CstvSelection>()
        from takes in Gen.Bool
        from threshold in Gen.Int[0, 3]
        from groups in ElectionGen.Groups(made)
        select (made, new CstvRule
        {
            Transfer = transfer,
            Selection = selection,
            TakesWhatFits = takes,
            Threshold = threshold == 0 ? null : ExactDecimal.Whole(threshold),
            ExclusiveGroups = groups,
        });

    [Fact]
    public void What_is_given_beyond_the_cost_flows_on()
    {
        // Four voters with 10 each. Park is given 28 and costs 20; the 8 too much make the bench's 12 the 20 that it costs.
        var outcome = new CstvRule { TakesWhatFits = false }.Count(Election(40, [("park", 20), ("bench", 20)], ([0, 1], [7, 3], 4)));
        outcome.SelectedIds.ShouldBe(["park", "bench"]);
        outcome.Winners.ShouldBe([0, 1]);
    }

    [Fact]
    public void The_worst_project_is_eliminated_and_its_money_flows_on()
    {
        var election = Election(40, [("a", 30), ("b", 30), ("c", 30)], ([0, 2], [3, 2], 2), ([1, 2], [3, 2], 1), ([0], [1], 1));
        var outcome = new CstvRule().Count(election);
        outcome.SelectedIds.ShouldBe(["a"]);
        outcome.Projects[1].Verdict.ShouldBe(Verdict.DoesNotFit);
    }

    [Fact]
    public void By_minimal_transfers_a_project_takes_what_it_lacks_from_its_donors_other_projects()
    {
        var election = Election(40, [("a", 20), ("b", 39)], ([0, 1], [4, 6], 2), ([1], [1], 2));
        var rule = new CstvRule { Transfer = CstvTransfer.Minimal, TakesWhatFits = false };
        var outcome = rule.Count(election);
        outcome.SelectedIds.ShouldBe(["b"]);
        (rule with { Selection = CstvSelection.Excess }).Count(Election(40, [("a", 20), ("b", 50)], ([0, 1], [4, 6], 2), ([1], [1], 2)))
            .SelectedIds.ShouldBe(["a"]);
    }

    [Fact]
    public void Ballots_of_any_sum_weigh_the_same() =>
        new CstvRule().Count(Election(20, [("a", 20), ("b", 20)], ([0], [100], 1), ([1], [1], 2))).SelectedIds.ShouldBe(["b"]);

    [Fact]
    public void Equal_parts_of_the_budget_are_the_budget() =>
        new CstvRule { TakesWhatFits = false }.Count(Election(100, [("all", 100)], ([0], [1], 241))).SelectedIds.ShouldBe(["all"]);

    [Fact]
    public void A_table_of_gifts_in_fractions_without_rounding_elects_the_same() =>
        Case.Sample(
            x => x.Rule.Count(x.Made.Build()).Winners.ToList()
                .ShouldBe(SlowCstv.Winners(SlowElection.Of(x.Made), x.Rule with { OrdinalScoring = OrdinalScoring.BallotLength })),
            iter: Iterations * 5);

    [Fact]
    public void The_order_and_the_grouping_of_ballots_never_matter() =>
        Case.Sample(x => x.Made.ShouldNotDependOnItsBallots(x.Rule), iter: Iterations);

    [Fact]
    public void The_outcome_is_sound() => Case.Sample(x => x.Made.ShouldBeSound(x.Rule), iter: Iterations);

    [Theory]
    [InlineData(CstvTransfer.Elimination)]
    [InlineData(CstvTransfer.Minimal)]
    public void Every_real_election_is_counted_and_nothing_that_fits_is_left(CstvTransfer transfer)
    {
        foreach (var real in PabulibData.Elections.Where(real => real.Election.Ballots.Count < 20_000))
        {
            var outcome = new CstvRule { Transfer = transfer }.Count(real.Election);
            outcome.TotalCost.ShouldBeLessThanOrEqualTo(real.Election.Budget);
            Enumerable.Range(0, outcome.Projects.Length)
                .Where(project => outcome.Projects[project].Verdict == Verdict.DoesNotFit)
                .ShouldAllBe(project => real.Election.Projects[project].Cost > real.Election.Budget - outcome.TotalCost, real.Name);
        }
    }

    private static Election Election(
        long budget, (string Id, long Cost)[] costs, params (int[] Projects, long[] Points, int Weight)[] ballots)
    {
        var builder = new ElectionBuilder(VoteType.Cumulative, budget);
        foreach (var (id, cost) in costs)
        {
            builder.AddProject(id, "", cost);
        }

        foreach (var (projects, points, weight) in ballots)
        {
            builder.AddBallot(projects, points, weight);
        }

        return builder.Build();
    }
}
