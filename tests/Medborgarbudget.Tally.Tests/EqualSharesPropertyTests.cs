using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>What must hold of every election under Equal Shares.</summary>
public sealed class EqualSharesPropertyTests
{
    private const int Iterations = 2000;

    private static readonly Gen<EqualSharesRule> AnyRule =
        from utility in Gen.Enum<EqualSharesUtility>()
        from isIntegral in Gen.Bool
        from hasStop in Gen.Bool
        from completion in Gen.Enum<EqualSharesCompletion>()
        from increment in Gen.Int[1, 20]
        select new EqualSharesRule
        {
            Utility = utility,
            StartsIntegral = isIntegral,
            HasExhaustiveStop = hasStop,
            Completion = completion,
            Increment = new ExactDecimal(increment, 1),
            OrdinalScoring = OrdinalScoring.BallotLength,
        };

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> Case = Gen.Select(ElectionGen.Any, AnyRule);

    [Fact]
    public void A_slow_count_with_a_purse_for_each_voter_elects_the_same() =>
        Case.Where(x => x.Made.Ballots.Length > 0 && x.Rule.Utility != EqualSharesUtility.Points).Sample(
            x =>
            {
                var rule = x.Rule with { StartsIntegral = false, Completion = EqualSharesCompletion.None };
                var slow = SlowElection.Of(x.Made);
                var endowment = new Fraction(slow.Budget.Numerator, slow.Ballots.Length);
                rule.Count(x.Made.Build()).Winners.ToList().ShouldBe(SlowEqualShares.Winners(
                    slow, endowment, (project, _) => rule.Utility == EqualSharesUtility.Cost && slow.Costs[project] > 0 ? slow.Costs[project] : 1));
            },
            iter: Iterations);

    [Fact]
    public void A_slow_count_by_points_elects_the_same() =>
        Case.Where(x => x.Made.Ballots.Length > 0 && x.Made.VoteType is VoteType.Cumulative or VoteType.Scoring).Sample(
            x =>
            {
                var rule = x.Rule with
                {
                    Utility = EqualSharesUtility.Points, StartsIntegral = false, Completion = EqualSharesCompletion.None,
                };
                var slow = SlowElection.Of(x.Made);
                var endowment = new Fraction(slow.Budget.Numerator, slow.Ballots.Length);
                rule.Count(x.Made.Build()).Winners.ToList().ShouldBe(SlowEqualShares.Winners(
                    slow, endowment, (project, ballot) => ballot.Points[Array.IndexOf(ballot.Projects, project)]));
            },
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
                outcome.Winners.Distinct().Count().ShouldBe(outcome.Winners.Length);
            },
            iter: Iterations);

    [Fact]
    public void An_increment_must_be_above_zero() =>
        Should.Throw<ArgumentException>(() =>
            new EqualSharesRule { Increment = default }.Count(new ElectionBuilder(VoteType.Approval, 1).Build()));

    private static byte[] Json(EqualSharesRule rule, Election election) =>
        new ResultDocument(rule.Count(election), new string('0', 64)).ToJson();
}
