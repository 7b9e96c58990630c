using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class MaxWelfareRuleTests
{
    private const int Iterations = 3000;

    private static readonly Gen<(MadeElection Made, MaxWelfareRule Rule)> Case =
        from made in ElectionGen.Any
        from measure in Gen.Enum<WelfareMeasure>()
        from threshold in Gen.Int[0, 4]
        from groups in ElectionGen.Groups(made)
        select (made, new MaxWelfareRule
        {
            Measure = measure, Threshold = threshold == 0 ? null : ExactDecimal.Whole(threshold), ExclusiveGroups = groups,
        });

    [Fact]
    public void Two_small_projects_beat_a_large_one_with_more_votes()
    {
        var outcome = new MaxWelfareRule().Count(Example());
        outcome.SelectedIds.ShouldBe(["bath", "bench"]);
        outcome.Projects.Select(project => project.Verdict).ShouldBe([Verdict.NotInBestSet, Verdict.Elected, Verdict.Elected, Verdict.DoesNotFit]);
        outcome.Projects[0].MoneyLeft.ShouldBe(2);
        new GreedyRule().Count(Example()).SelectedIds.ShouldBe(["park"]);
    }

    [Fact]
    public void Votes_times_cost_is_the_money_spent_on_what_voters_want() =>
        new MaxWelfareRule { Measure = WelfareMeasure.VotesTimesCost }.Count(Example()).SelectedIds.ShouldBe(["park"]);

    [Fact]
    public void Of_two_that_exclude_each_other_the_better_set_has_one()
    {
        var outcome = new MaxWelfareRule { ExclusiveGroups = [["bath", "bench"]] }.Count(Example());
        outcome.SelectedIds.ShouldBe(["park"]);
    }

    [Fact]
    public void Equally_good_sets_go_by_the_tie_order()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 2);
        foreach (var id in (string[])["a", "b", "c"])
        {
            builder.AddProject(id, "", 1);
        }

        builder.SetLotOrder([2, 0, 1]);
        builder.AddBallot([0, 1, 2]);
        new MaxWelfareRule().Count(builder.Build()).SelectedIds.ShouldBe(["a", "c"]);
    }

    [Fact]
    public void A_count_that_would_take_too_many_states_is_given_up_and_says_so()
    {
        var outcome = new MaxWelfareRule { MostStates = 2 }.Count(Example());
        outcome.Winners.ShouldBeEmpty();
        outcome.Projects.Take(3).ShouldAllBe(project => project.Verdict == Verdict.Undecided);
    }

    [Fact]
    public void Trying_every_set_finds_the_same_one() =>
        Case.Sample(x => x.Rule.Count(x.Made.Build()).Winners.ToList().ShouldBe(BestOfAllSets(x.Made, x.Rule)), iter: Iterations);

    [Fact]
    public void The_order_and_the_grouping_of_ballots_never_matter() =>
        Case.Sample(x => x.Made.ShouldNotDependOnItsBallots(x.Rule), iter: Iterations);

    [Fact]
    public void The_outcome_is_sound() => Case.Sample(x => x.Made.ShouldBeSound(x.Rule), iter: Iterations);

    [Theory]
    [InlineData(WelfareMeasure.Votes)]
    [InlineData(WelfareMeasure.Points)]
    [InlineData(WelfareMeasure.VotesTimesCost)]
    public void Every_real_election_is_decided_and_no_greedy_set_is_better(WelfareMeasure measure)
    {
        foreach (var real in PabulibData.Elections)
        {
            var outcome = new MaxWelfareRule { Measure = measure }.Count(real.Election);
            outcome.Projects.ShouldAllBe(project => project.Verdict != Verdict.Undecided, real.Name);
            outcome.TotalCost.ShouldBeLessThanOrEqualTo(real.Election.Budget);
            foreach (var order in Enum.GetValues<GreedyOrder>())
            {
                var greedy = new GreedyRule { Order = order }.Count(real.Election);
                Welfare(outcome, measure).ShouldBeGreaterThanOrEqualTo(Welfare(greedy, measure), real.Name);
            }
        }
    }

    private static Int128 Welfare(CountOutcome outcome, WelfareMeasure measure) =>
        outcome.Winners.Aggregate((Int128)0, (sum, winner) => sum + (measure switch
        {
            WelfareMeasure.Votes => outcome.Support.Votes[winner],
            WelfareMeasure.Points => outcome.Support.Points[winner],
            _ => (Int128)outcome.Support.Votes[winner] * outcome.Election.Projects[winner].Cost,
        }));

    /// <summary>All sets of supported projects, the best and then the first in tie order; written without the engine's search.</summary>
    private static List<int> BestOfAllSets(MadeElection made, MaxWelfareRule rule)
    {
        var election = made.Build();
        var support = Support.Of(election, rule.OrdinalScoring);
        Int128 Worth(int project) => rule.Measure switch
        {
            WelfareMeasure.Votes => support.Votes[project],
            WelfareMeasure.Points => support.Points[project],
            _ => support.Votes[project] * (Int128)Math.Max(1, made.Costs[project]),
        };
        int[] open = [.. Enumerable.Range(0, made.Costs.Length)
            .Where(project => support.Votes[project] >= Math.Max(1, rule.Threshold?.Units ?? 0) && Worth(project) > 0)
            .Order(new TieOrder(election, support))];
        return Enumerable.Range(0, 1 << open.Length)
            .Select(set => open.Where((_, place) => (set >> (open.Length - 1 - place) & 1) == 1).ToList())
            .Where(set => set.Sum(project => made.Costs[project]) <= made.Budget)
            .Where(set => rule.ExclusiveGroups.All(group => set.Count(project => group.Contains($"p{project}")) <= 1))
            .Reverse()
            .MaxBy(set => set.Aggregate((Int128)0, (sum, project) => sum + Worth(project)))!;
    }

    private static Election Example()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 12);
        builder.AddProject("park", "", 11);
        builder.AddProject("bath", "", 6);
        builder.AddProject("bench", "", 4);
        builder.AddProject("bridge", "", 13);
        builder.AddBallot([0, 3], weight: 5);
        builder.AddBallot([1], weight: 4);
        builder.AddBallot([2], weight: 3);
        return builder.Build();
    }
}
