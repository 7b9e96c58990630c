using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>What must hold of every election under Equal Shares.</summary>
public sealed class EqualSharesPropertyTests
{
    private const int Iterations = 2000;

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> Case = Gen.Select(ElectionGen.Any, ElectionGen.AnyEqualShares);

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> NearlyTied =
        Gen.Select(ElectionGen.NearlyTied, ElectionGen.AnyEqualShares.Where(rule => rule.Utility != EqualSharesUtility.Points));

    [Fact]
    public void A_slow_count_with_a_purse_for_each_voter_elects_the_same() => Case.Sample(AgreesWithSlowCount, iter: Iterations);

    /// <summary>Prices here differ by less than any floating point number can tell, or not at all.</summary>
    [Fact]
    public void A_slow_count_elects_the_same_when_prices_and_purses_almost_tie() =>
        NearlyTied.Sample(
            x => AgreesWithSlowCount((x.Made, x.Rule with { Completion = EqualSharesCompletion.Utilitarian })), iter: Iterations);

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

    [Fact]
    public void A_support_floor_must_be_above_zero() =>
        Should.Throw<ArgumentException>(() =>
            new EqualSharesRule { SupportFloor = 0 }.Count(new ElectionBuilder(VoteType.Approval, 1).Build()));

    private static void AgreesWithSlowCount((MadeElection Made, EqualSharesRule Rule) x)
    {
        var slow = SlowEqualSharesRule.Winners(SlowElection.Of(x.Made), x.Rule, x.Made.Decimals);
        x.Rule.Count(x.Made.Build()).Winners.ToList().ShouldBe(slow);
    }

    private static byte[] Json(EqualSharesRule rule, Election election) =>
        new ResultDocument(rule.Count(election), new string('0', 64)).ToJson();
}
