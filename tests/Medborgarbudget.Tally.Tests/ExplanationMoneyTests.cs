using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Who paid for what, against a count with a purse for each voter, and what must hold of every explanation.</summary>
public sealed class ExplanationMoneyTests
{
    private const int Iterations = 1000;

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> Case =
        ElectionGen.WithEqualShares(Gen.OneOf(ElectionGen.Any, ElectionGen.NearlyTied).Where(made => made.Ballots.Length > 0)).Select(x =>
            (x.Made, x.Rule with
            {
                Utility = x.Rule.Utility == EqualSharesUtility.Points ? EqualSharesUtility.Cost : x.Rule.Utility,
                SupportFloor = null,
                Comparison = EqualSharesComparison.None,
                Completion = EqualSharesCompletion.None,
            }));

    [Fact]
    public void Spent_and_left_are_what_single_voters_paid_and_kept() =>
        Case.Sample(
            x =>
            {
                var explanation = x.Rule.Count(x.Made.Build()).Explain();
                var (slow, rounds) = SlowRun(x.Made, explanation);
                foreach (var reason in explanation.Projects)
                {
                    var supporters = Enumerable.Range(0, slow.Ballots.Length)
                        .Where(voter => slow.Ballots[voter].Projects.Contains(reason.Project)).ToList();
                    var before = rounds.TakeWhile(round => round.Winner != reason.Project).ToList();
                    var left = Of(explanation.Outcome.Endowment!.Value) * supporters.Count;
                    Of(reason.Money!.Given).ShouldBe(left);
                    foreach (var (winner, paid) in before)
                    {
                        var sum = supporters.Aggregate((Fraction)0, (total, voter) => total + paid[voter]);
                        var told = reason.Money.Spent.FirstOrDefault(spending => spending.Winner == winner)?.Amount ?? ExactFraction.Whole(0);
                        Of(told).ShouldBe(sum);
                        left -= sum;
                    }

                    Of(reason.Money.Left).ShouldBe(left);
                }
            },
            iter: Iterations);

    [Fact]
    public void The_payments_for_a_winner_are_its_cost() =>
        Case.Sample(
            x =>
            {
                var explanation = x.Rule.Count(x.Made.Build()).Explain();
                var (slow, rounds) = SlowRun(x.Made, explanation);
                explanation.Rounds.Select(round => round.Project).ShouldBe(rounds.Select(round => round.Winner));
                foreach (var ((winner, paid), told) in rounds.Zip(explanation.Rounds))
                {
                    var price = Of(told.Payment!.Price);
                    paid.Aggregate((Fraction)0, (total, own) => total + own).ShouldBe(slow.Costs[winner]);
                    paid.ShouldAllBe(own => own <= price);
                    var isFree = told.Payment.Price.Numerator.IsZero;
                    told.Payment.PaidFully.ShouldBe(isFree ? told.Payment.PaidFully : Enumerable.Range(0, paid.Length)
                        .Count(voter => paid[voter] == price && slow.Ballots[voter].Projects.Contains(winner)));
                    (told.Payment.PaidFully + told.Payment.PaidRest + told.Payment.HadNothing)
                        .ShouldBe(explanation.Outcome.Support.Votes[winner]);
                    (Of(told.Payment.MoneyLeft) >= 0).ShouldBeTrue();
                }
            },
            iter: Iterations);

    /// <summary>
    /// Just full support without being bought is a tie that the tie order settled. What was locked out may have money left.
    /// </summary>
    [Fact]
    public void A_loser_has_less_than_its_cost_and_no_more_than_full_support() =>
        Case.Sample(
            x =>
            {
                foreach (var reason in x.Rule.Count(x.Made.Build()).Explain().Projects)
                {
                    var isPaid = reason.Verdict == Verdict.Elected;
                    (reason.Verdict != Verdict.NotPaidFor || Of(reason.Money!.Left) < x.Made.Costs[reason.Project]).ShouldBeTrue();
                    (reason.EffectiveSupport is null || (isPaid ? reason.EffectiveSupport >= 100 : reason.EffectiveSupport <= 100)).ShouldBeTrue();
                }
            },
            iter: Iterations);

    [Fact]
    public void The_explanation_of_Wieliczka_adds_up_for_every_project()
    {
        var outcome = new EqualSharesRule { Completion = EqualSharesCompletion.Add1 }.Count(
            PabulibData.Election("Poland_Wieliczka_2023_Green_Budget").Election);
        var explanation = outcome.Explain();
        explanation.Rounds.Length.ShouldBe(30);
        foreach (var reason in explanation.Projects)
        {
            reason.Money!.Given.ShouldBe(ExactFraction.Whole(315 * outcome.Support.Votes[reason.Project]));
            reason.Money.Spent.Aggregate(reason.Money.Left, (sum, spending) => sum.Plus(spending.Amount)).ShouldBe(reason.Money.Given);
            (reason.EffectiveSupport >= 100).ShouldBe(reason.Verdict == Verdict.Elected);
        }
    }

    private static (SlowElection Election, List<(int Winner, Fraction[] Paid)> Rounds) SlowRun(MadeElection made, Explanation explanation)
    {
        var slow = SlowElection.Of(made);
        var rule = (EqualSharesRule)explanation.Outcome.Rule;
        return (slow, SlowEqualShares.Run(
            slow,
            rule,
            Of(explanation.Outcome.Endowment!.Value),
            (project, _) => rule.Utility == EqualSharesUtility.Cost && slow.Costs[project] > 0 ? slow.Costs[project] : 1));
    }

    private static Fraction Of(ExactFraction value) => new(value.Numerator, value.Denominator);
}
