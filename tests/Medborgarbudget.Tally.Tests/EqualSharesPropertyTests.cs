using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>What must hold of every election under Equal Shares.</summary>
public sealed class EqualSharesPropertyTests
{
    private const int Iterations = 2000;

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> Case =
        ElectionGen.WithEqualShares(ElectionGen.Any);

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> NearlyTied =
        ElectionGen.WithEqualShares(ElectionGen.NearlyTied).Where(x => x.Rule.Utility != EqualSharesUtility.Points);

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
            x => x.Made.ShouldNotDependOnItsBallots(x.Rule), iter: Iterations);

    [Fact]
    public void The_outcome_is_sound() => Case.Sample(x => x.Made.ShouldBeSound(x.Rule), iter: Iterations);

    /// <summary>A project that did not fit when its turn came may have a rival that is elected later.</summary>
    [Fact]
    public void At_most_one_of_a_group_wins_and_it_alone_excludes_the_others() =>
        Case.Sample(
            x =>
            {
                var outcome = x.Rule.Count(x.Made.Build());
                for (var project = 0; project < x.Made.Costs.Length; project++)
                {
                    var hasRival = outcome.Winners.Any(winner => SlowEqualShares.AreRivals(x.Rule, winner, project));
                    hasRival.ShouldBe(outcome.Projects[project].Verdict switch
                    {
                        Verdict.ExcludedByConflict => true,
                        Verdict.NoSupport or Verdict.UnderThreshold or Verdict.DoesNotFit => hasRival,
                        _ => false,
                    });
                }
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
    }}
