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
                    foreach (var (winner, paid, _) in before)
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
                foreach (var ((winner, paid, _), told) in rounds.Zip(explanation.Rounds))
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

    /// <summary>A run without the project, purse by purse, and what its supporters cover at each moment.</summary>
    [Fact]
    public void Effective_support_is_the_most_that_supporters_cover_in_a_run_without_the_project() =>
        Case.Sample(
            x =>
            {
                var explanation = x.Rule.Count(x.Made.Build()).Explain();
                foreach (var reason in explanation.Projects.Where(reason => reason.EffectiveSupport is not null))
                {
                    var percent = SlowSupport(x.Made, explanation, reason.Project);
                    reason.EffectiveSupport.ShouldBe(reason.Verdict == Verdict.Elected ? Math.Max(100, percent) : percent);
                }
            },
            iter: Iterations);

    private static long SlowSupport(MadeElection made, Explanation explanation, int project)
    {
        var (slow, rounds) = SlowRun(made, explanation, leftOut: project);
        var rule = (EqualSharesRule)explanation.Outcome.Rule;
        var supporters = Enumerable.Range(0, slow.Ballots.Length).Where(voter => slow.Ballots[voter].Projects.Contains(project)).ToList();
        var purses = Enumerable.Repeat(Of(explanation.Outcome.Endowment!.Value), slow.Ballots.Length).ToArray();
        Fraction best = 0;
        foreach (var (winner, paid, price) in rounds)
        {
            Raise(voter => Least(purses[voter], price * Worth(slow, rule, project)));
            if (SlowEqualShares.AreRivals(rule, winner, project))
            {
                return Percent();
            }

            purses = [.. purses.Zip(paid, (money, payment) => money - payment)];
        }

        Raise(voter => purses[voter]);
        return Percent();

        void Raise(Func<int, Fraction> pays)
        {
            var cover = supporters.Aggregate((Fraction)0, (sum, voter) => sum + pays(voter));
            best = cover > best ? cover : best;
        }

        long Percent() => (long)(best.Numerator * 100 / (best.Denominator * made.Costs[project]));
    }

    private static Fraction Least(Fraction one, Fraction other) => one < other ? one : other;

    private static (SlowElection Election, List<(int Winner, Fraction[] Paid, Fraction Price)> Rounds) SlowRun(
        MadeElection made, Explanation explanation, int? leftOut = null)
    {
        var slow = SlowElection.Of(made);
        var rule = (EqualSharesRule)explanation.Outcome.Rule;
        return (slow, SlowEqualShares.Run(
            slow,
            rule,
            Of(explanation.Outcome.Endowment!.Value),
            (project, _) => project == leftOut ? 0 : Worth(slow, rule, project)));
    }

    private static Fraction Worth(SlowElection slow, EqualSharesRule rule, int project) =>
        rule.Utility == EqualSharesUtility.Cost && slow.Costs[project] > 0 ? slow.Costs[project] : 1;

    private static Fraction Of(ExactFraction value) => new(value.Numerator, value.Denominator);
}
