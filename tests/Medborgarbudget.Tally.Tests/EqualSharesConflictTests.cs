using System.Collections.Immutable;
using System.Globalization;
using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Groups of which at most one project may win, under Equal Shares.</summary>
public sealed class EqualSharesConflictTests
{
    private static readonly EqualSharesRule Plain = new()
    {
        StartsIntegral = false, Completion = EqualSharesCompletion.None, ExclusiveGroups = [["p0", "p1"]],
    };

    /// <summary>Both supporters of project 1 could pay for it to the end.</summary>
    [Fact]
    public void A_project_that_is_bought_locks_out_its_rival()
    {
        var outcome = Plain.Count(ElectionGen.Approvals(50, [6, 6, 8], ([0], 3), ([1], 2)));
        outcome.Winners.ShouldBe([0]);
        outcome.Projects.Select(project => project.Verdict).ShouldBe([Verdict.Elected, Verdict.ExcludedByConflict, Verdict.NoSupport]);
    }

    [Fact]
    public void A_rival_of_a_winner_is_not_elected_by_votes_either()
    {
        var election = ElectionGen.Approvals(50, [5, 9, 9, 9], ([0], 1), ([1], 4), ([2, 3], 5));
        var outcome = (Plain with { Completion = EqualSharesCompletion.Utilitarian, ExclusiveGroups = [["p0", "p1"], ["p2", "p3"]] })
            .Count(election);
        outcome.Winners.ShouldBe([2, 1]);
        outcome.Projects[0].Verdict.ShouldBe(Verdict.ExcludedByConflict);
        outcome.Projects[3].Verdict.ShouldBe(Verdict.ExcludedByConflict);
    }

    [Fact]
    public void Conflicts_hold_when_most_votes_first_takes_over()
    {
        var outcome = (Plain with { Comparison = EqualSharesComparison.MoreWinners, ExclusiveGroups = [["p0", "p2"]] })
            .Count(ElectionGen.Approvals(12, [12, 1, 0], ([0], 4), ([1], 1), ([2], 1)));
        outcome.Comparison!.Value.IsGreedyChosen.ShouldBeTrue();
        outcome.Winners.ShouldBe([0]);
        outcome.Projects[2].Verdict.ShouldBe(Verdict.ExcludedByConflict);
    }

    /// <summary>
    /// With 5 each only project 1 is paid for. With 8 each its voter has shared in project 2 before and cannot pay, but the voter of
    /// its rival can.
    /// </summary>
    [Fact]
    public void Each_endowment_locks_out_anew()
    {
        var rule = Plain with { StartsIntegral = true, HasExhaustiveStop = true };
        var election = ElectionGen.Approvals(20, [8, 5, 12, 50], ([1, 2], 1), ([2], 1), ([0], 1), ([3], 1));
        rule.Count(election).Winners.ShouldBe([1]);
        var raised = (rule with { Completion = EqualSharesCompletion.Add1 }).Count(election);
        raised.Winners.ShouldBe([2, 0]);
        raised.Endowment.ShouldBe(ExactFraction.Whole(8));
    }

    /// <summary>Project 1 would fit what is left, but is locked out: with it gone nothing is left that fits.</summary>
    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 19)]
    public void A_project_that_is_locked_out_does_not_hold_up_the_exhaustive_stop(bool hasStop, int endowment)
    {
        var rule = Plain with { Completion = EqualSharesCompletion.Add1, StartsIntegral = true, HasExhaustiveStop = hasStop };
        var outcome = rule.Count(ElectionGen.Approvals(20, [4, 2, 20], ([0], 2), ([0, 1], 1), ([2], 1)));
        outcome.Winners.ShouldBe([0]);
        outcome.Endowment.ShouldBe(ExactFraction.Whole(endowment));
    }

    /// <summary>Projects 0 and 1 cost more than the budget, but never together.</summary>
    [Fact]
    public void Rivals_count_once_when_everything_fits_the_budget()
    {
        var rule = Plain with { Completion = EqualSharesCompletion.Add1, StartsIntegral = true };
        var election = ElectionGen.Approvals(16, [9, 9, 7], ([0], 1), ([1], 1), ([2], 1));
        rule.Count(election).Endowment.ShouldBe(new ExactFraction(16, 3));
        (rule with { ExclusiveGroups = [] }).Count(election).Endowment.ShouldBe(ExactFraction.Whole(8));
    }

    /// <summary>The first group counts 9 and the second 8, which is more than the winners can cost, so Add1 has to end by itself.</summary>
    [Fact]
    public void Add1_ends_when_everything_is_bought_or_locked_out()
    {
        var rule = Plain with
        {
            Completion = EqualSharesCompletion.Add1, StartsIntegral = true, ExclusiveGroups = [["p0", "p1"], ["p0", "p2"], ["p1", "p2"]],
        };
        var outcome = rule.Count(ElectionGen.Approvals(16, [9, 9, 8], ([0], 1), ([1], 1), ([2], 1)));
        outcome.Winners.ShouldBe([2]);
        outcome.Endowment.ShouldBe(ExactFraction.Whole(8));
    }

    [Fact]
    public void An_unknown_id_is_refused() =>
        Should.Throw<ArgumentException>(() => (Plain with { ExclusiveGroups = [["p0", "x"]] }).Count(ElectionGen.Approvals(9, [1], ([0], 1))));

    [Fact]
    public void The_explanation_tells_of_the_conflict_and_what_would_have_been_enough()
    {
        var rule = Plain with { Utility = EqualSharesUtility.Cardinality };
        var explanation = rule.Count(ElectionGen.Approvals(50, [6, 6], ([0], 3), ([1], 2))).Explain();
        var reason = explanation.Projects[1];
        reason.Enough.ShouldBe(new Enough(2, 4));
        reason.EffectiveSupport.ShouldBe(66);
        new ExplanationTexts(explanation, CultureInfo.GetCultureInfo("en-GB")).Of(1).ShouldBe(
        [
            "p1 is not elected: a project that cannot be carried out at the same time came before it.",
            "2 people more would have been enough, if they had voted for this project only.",
            "A price of at most 4 kr would have been enough too.",
        ]);
    }

    /// <summary>Tried for every set of projects without a conflict.</summary>
    [Fact]
    public void What_winners_can_amount_to_is_never_too_little_and_exact_without_overlap() =>
        Gen.Select(ElectionGen.Any, Gen.Bool).SelectMany((made, isApart) => ElectionGen.Groups(made).Select(groups => (made, groups, isApart)))
            .Sample(x =>
            {
                var groups = x.isApart ? [.. x.groups.Take(1)] : x.groups;
                var told = new ExclusiveGroups(x.made.Build(), groups).MostTogether(x.made.Costs);
                var most = Enumerable.Range(0, 1 << x.made.Costs.Length).Where(set => !HasConflict(set, groups)).Max(set => Cost(set, x.made));
                (x.isApart ? told == most : told >= most).ShouldBeTrue();
            });

    private static bool HasConflict(int set, ImmutableArray<ImmutableArray<string>> groups) =>
        groups.Any(group => group.Count(id => (set >> (id[1] - '0') & 1) == 1) > 1);

    private static long Cost(int set, MadeElection made) => made.Costs.Where((_, project) => (set >> project & 1) == 1).Sum();
}
