namespace Medborgarbudget.Tally.Tests;

public sealed class GreedyRuleTests
{
    [Fact]
    public void What_does_not_fit_is_passed_over()
    {
        var outcome = new GreedyRule().Count(Example());
        Ids(outcome).ShouldBe(["park", "bath", "bench"]);
        Verdicts(outcome).ShouldBe([Verdict.Elected, Verdict.DoesNotFit, Verdict.Elected, Verdict.Elected, Verdict.NoSupport]);
        outcome.Projects.Select(project => project.MoneyLeft).ShouldBe([100, 40, 40, 10, null]);
        outcome.TotalCost.ShouldBe(100);
    }

    [Fact]
    public void No_skip_stops_at_what_does_not_fit()
    {
        var outcome = new GreedyRule { StopsAtFirstMisfit = true }.Count(Example());
        Ids(outcome).ShouldBe(["park"]);
        Verdicts(outcome).ShouldBe([Verdict.Elected, Verdict.DoesNotFit, Verdict.AfterStop, Verdict.AfterStop, Verdict.NoSupport]);
    }

    [Fact]
    public void Too_few_votes_leave_a_project_out_before_the_walk()
    {
        var outcome = new GreedyRule { Threshold = ExactDecimal.Whole(3) }.Count(Example());
        Ids(outcome).ShouldBe(["park", "bath"]);
        Verdicts(outcome)[3].ShouldBe(Verdict.UnderThreshold);
    }

    [Fact]
    public void Votes_for_each_krona_put_small_projects_first() =>
        Ids(new GreedyRule { Order = GreedyOrder.VotesPerCost }.Count(Example())).ShouldBe(["bench", "bath", "road"]);

    [Fact]
    public void A_winner_locks_out_its_rival()
    {
        var outcome = new GreedyRule { ExclusiveGroups = [["park", "bath"], ["bench", "pool"]] }.Count(Example());
        Ids(outcome).ShouldBe(["park", "bench"]);
        Verdicts(outcome)[2].ShouldBe(Verdict.ExcludedByConflict);
    }

    [Fact]
    public void A_rival_that_lost_locks_nothing_out() =>
        Ids(new GreedyRule { ExclusiveGroups = [["road", "bath"]] }.Count(Example())).ShouldBe(["park", "bath", "bench"]);

    [Fact]
    public void An_exclusive_group_of_unknown_projects_is_refused() =>
        Should.Throw<ArgumentException>(() => new GreedyRule { ExclusiveGroups = [["zoo"]] }.Count(Example()));

    [Fact]
    public void Ties_go_by_cost_then_votes_then_lot()
    {
        var election = Election(
            budget: 3, costs: [("dear", 2), ("late", 1), ("early", 1)], lots: [2, 0, 1], ballots: [([0], 5), ([1], 5), ([2], 5)]);
        Ids(new GreedyRule().Count(election)).ShouldBe(["early", "late"]);
    }

    [Fact]
    public void More_votes_break_a_tie_of_points()
    {
        var builder = new ElectionBuilder(VoteType.Cumulative, 1);
        builder.AddProject("one fan", "", 1);
        builder.AddProject("two fans", "", 1);
        builder.AddBallot([0], [4]);
        builder.AddBallot([1], [2], weight: 2);
        Ids(new GreedyRule { Order = GreedyOrder.Points }.Count(builder.Build())).ShouldBe(["two fans"]);
    }

    [Fact]
    public void A_free_project_is_elected_in_its_turn_even_after_a_stop()
    {
        var election = Election(budget: 10, costs: [("dear", 11), ("cheap", 1), ("free", 0)], ballots: [([0], 3), ([1], 2), ([2], 1)]);
        Ids(new GreedyRule { StopsAtFirstMisfit = true }.Count(election)).ShouldBe(["free"]);
        Ids(new GreedyRule { Order = GreedyOrder.VotesPerCost }.Count(election)).ShouldBe(["free", "cheap"]);
    }

    [Fact]
    public void A_project_that_costs_exactly_what_is_left_is_elected() =>
        Ids(new GreedyRule().Count(Election(10, [("a", 10)], [([0], 1)]))).ShouldBe(["a"]);

    [Fact]
    public void Products_beyond_64_bits_are_compared_exactly()
    {
        var election = Election(
            budget: long.MaxValue,
            costs: [("a", long.MaxValue - 1), ("b", long.MaxValue)],
            ballots: [([0], int.MaxValue / 4), ([1], int.MaxValue / 4)]);
        Ids(new GreedyRule { Order = GreedyOrder.VotesPerCost }.Count(election)).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData(OrdinalScoring.MaxLength, "3", "2")]
    [InlineData(OrdinalScoring.BallotLength, "2", "1")]
    [InlineData(OrdinalScoring.PlacesBelow, "1", "0")]
    public void A_place_is_worth_what_the_scoring_says(OrdinalScoring scoring, string first, string second)
    {
        var builder = new ElectionBuilder(VoteType.Ordinal, 10);
        builder.AddProject("a", "", 1);
        builder.AddProject("b", "", 1);
        builder.AddProject("c", "", 1);
        builder.AddBallot([1, 0]);
        var support = Support.Of(builder.Build(), scoring);
        support.Points.Select(points => points.ToString(System.Globalization.CultureInfo.InvariantCulture)).ShouldBe([second, first, "0"]);
    }

    [Fact]
    public void Rules_with_the_same_options_are_the_same_rule()
    {
        var rule = new GreedyRule { ExclusiveGroups = [["a", "b"]] };
        rule.ShouldBe(new GreedyRule { ExclusiveGroups = [["a", "b"]] });
        rule.GetHashCode().ShouldBe(new GreedyRule { ExclusiveGroups = [["a", "b"]] }.GetHashCode());
        rule.ShouldNotBe(new GreedyRule { ExclusiveGroups = [["a", "c"]] });
    }

    private static Election Example() => Election(
        budget: 100,
        costs: [("park", 60), ("road", 50), ("bath", 30), ("bench", 10), ("pool", 5)],
        ballots: [([0, 1, 2], 3), ([0, 1], 2), ([0], 1), ([3], 2), ([], 1)]);

    private static Election Election(
        long budget, (string Id, long Cost)[] costs, (int[] Projects, int Weight)[] ballots, int[]? lots = null)
    {
        var builder = new ElectionBuilder(VoteType.Approval, budget);
        foreach (var (id, cost) in costs)
        {
            builder.AddProject(id, "", cost);
        }

        builder.SetLotOrder(lots ?? [.. Enumerable.Range(0, costs.Length)]);
        foreach (var (projects, weight) in ballots)
        {
            builder.AddBallot(projects, weight: weight);
        }

        return builder.Build();
    }

    private static IEnumerable<string> Ids(CountOutcome outcome) =>
        outcome.Winners.Select(winner => outcome.Election.Projects[winner].Id);

    private static Verdict[] Verdicts(CountOutcome outcome) => [.. outcome.Projects.Select(project => project.Verdict)];
}
