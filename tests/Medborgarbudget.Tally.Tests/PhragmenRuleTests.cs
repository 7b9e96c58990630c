using CsCheck;

namespace Medborgarbudget.Tally.Tests;

public sealed class PhragmenRuleTests
{
    private const int Iterations = 3000;

    private static readonly Gen<(MadeElection Made, PhragmenRule Rule)> Case =
        from made in ElectionGen.Any
        from skips in Gen.Bool
        from threshold in Gen.Int[0, 4]
        from groups in ElectionGen.Groups(made)
        select (made, new PhragmenRule
        {
            SkipsWhatDoesNotFit = skips, Threshold = threshold == 0 ? null : ExactDecimal.Whole(threshold), ExclusiveGroups = groups,
        });

    [Fact]
    public void A_minority_gets_its_share_before_the_majority_gets_everything()
    {
        var outcome = new PhragmenRule().Count(Two());
        outcome.SelectedIds.ShouldBe(["a1", "a2", "b1"]);
        outcome.Projects[0].Price.ShouldBe(new ExactFraction(30, 6));
        outcome.Projects[3].Price.ShouldBe(new ExactFraction(30, 3));
        new GreedyRule().Count(Two()).SelectedIds.ShouldBe(["a1", "a2", "a3"]);
    }

    [Fact]
    public void The_count_stops_or_goes_on_at_what_does_not_fit()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 10);
        builder.AddProject("big", "", 11);
        builder.AddProject("small", "", 5);
        builder.AddBallot([0], weight: 9);
        builder.AddBallot([1]);
        var election = builder.Build();
        var stopped = new PhragmenRule().Count(election);
        stopped.Projects.Select(project => project.Verdict).ShouldBe([Verdict.DoesNotFit, Verdict.AfterStop]);
        var skipped = new PhragmenRule { SkipsWhatDoesNotFit = true }.Count(election);
        skipped.Projects.Select(project => project.Verdict).ShouldBe([Verdict.DoesNotFit, Verdict.Elected]);
    }

    [Fact]
    public void What_is_bought_locks_out_its_rival()
    {
        var outcome = new PhragmenRule { ExclusiveGroups = [["a1", "a2"]] }.Count(Two());
        outcome.SelectedIds.ShouldBe(["a1", "a3", "b1"]);
        outcome.Projects[1].Verdict.ShouldBe(Verdict.ExcludedByConflict);
    }

    [Fact]
    public void Too_few_votes_leave_a_project_out() =>
        new PhragmenRule { Threshold = ExactDecimal.Whole(4) }.Count(Two()).Projects[3].Verdict.ShouldBe(Verdict.UnderThreshold);

    [Fact]
    public void A_slow_count_with_a_purse_for_each_voter_elects_the_same() =>
        Case.Sample(
            x => x.Rule.Count(x.Made.Build()).Winners.ToList()
                .ShouldBe(SlowPhragmen.Winners(SlowElection.Of(x.Made), x.Rule)),
            iter: Iterations);

    [Fact]
    public void The_order_and_the_grouping_of_ballots_never_matter() =>
        Case.Sample(
            x =>
            {
                var single = x.Made.Ballots.Reverse().SelectMany(ballot => Enumerable.Repeat(ballot with { Weight = 1 }, ballot.Weight));
                Json(x.Rule, x.Made.Build(single)).ShouldBe(Json(x.Rule, x.Made.Build()));
            },
            iter: Iterations);

    [Fact]
    public void The_winners_fit_the_budget_and_every_project_is_judged() =>
        Case.Sample(
            x =>
            {
                var outcome = x.Rule.Count(x.Made.Build());
                outcome.TotalCost.ShouldBeLessThanOrEqualTo(x.Made.Budget);
                outcome.Projects.ShouldAllBe(project => project.Verdict != Verdict.None);
                outcome.Winners.ShouldAllBe(winner => outcome.Projects[winner].Price != null);
            },
            iter: Iterations);

    /// <summary>Six voters with three projects of 30, three voters with one; the budget pays three.</summary>
    private static Election Two()
    {
        var builder = new ElectionBuilder(VoteType.Approval, 90, moneyDecimals: 0);
        foreach (var id in (string[])["a1", "a2", "a3", "b1"])
        {
            builder.AddProject(id, "", 30);
        }

        builder.AddBallot([0, 1, 2], weight: 6);
        builder.AddBallot([3], weight: 3);
        return builder.Build();
    }

    private static byte[] Json(PhragmenRule rule, Election election) =>
        new ResultDocument(rule.Count(election), new string('0', 64)).ToJson();
}
