using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>What must hold of every election under every variant of the greedy rule.</summary>
public sealed class GreedyPropertyTests
{
    private const int Iterations = 5000;

    private static readonly Gen<(MadeElection Made, GreedyRule Rule)> Case =
        from made in ElectionGen.Any
        from rule in ElectionGen.AnyGreedy
        from groups in ElectionGen.Groups(made)
        select (made, rule with { ExclusiveGroups = groups });

    [Fact]
    public void An_independent_slow_count_in_exact_fractions_elects_the_same() =>
        Case.Sample(
            x => x.Rule.Count(x.Made.Build()).Winners.ToList().ShouldBe(SlowGreedy.Winners(SlowElection.Of(x.Made), x.Rule)), iter: Iterations);

    [Fact]
    public void The_order_of_ballots_never_matters() =>
        Gen.Select(Case, Gen.Int[1, 11]).Sample(
            (x, turn) => Json(x.Rule, x.Made.Build([.. x.Made.Ballots.Skip(turn), .. x.Made.Ballots.Take(turn)]))
                .ShouldBe(Json(x.Rule, x.Made.Build())),
            iter: Iterations);

    [Fact]
    public void Splitting_ballots_out_of_their_class_never_matters() =>
        Case.Sample(
            x =>
            {
                var single = x.Made.Ballots.SelectMany(ballot => Enumerable.Repeat(ballot with { Weight = 1 }, ballot.Weight));
                Json(x.Rule, x.Made.Build(single)).ShouldBe(Json(x.Rule, x.Made.Build()));
            },
            iter: Iterations);

    [Fact]
    public void The_winners_fit_the_budget_and_the_money_left_adds_up() =>
        Case.Sample(
            x =>
            {
                var outcome = x.Rule.Count(x.Made.Build());
                outcome.TotalCost.ShouldBeLessThanOrEqualTo(x.Made.Budget);
                var left = x.Made.Budget;
                foreach (var winner in outcome.Winners)
                {
                    outcome.Projects[winner].MoneyLeft.ShouldBe(left);
                    left -= x.Made.Costs[winner];
                }

                left.ShouldBe(x.Made.Budget - outcome.TotalCost);
            },
            iter: Iterations);

    [Fact]
    public void The_votes_are_the_entries_on_the_ballots() =>
        ElectionGen.Any.Sample(
            made =>
            {
                var election = made.Build();
                Support.Of(election, OrdinalScoring.MaxLength).Votes.Sum()
                    .ShouldBe(made.Ballots.Sum(ballot => (long)ballot.Projects.Length * ballot.Weight));
                election.Ballots.BallotCount.ShouldBe(made.Ballots.Sum(ballot => ballot.Weight));
            },
            iter: Iterations);

    [Fact]
    public void Every_project_is_judged_and_every_loser_has_a_true_reason() =>
        Case.Sample(
            x =>
            {
                var outcome = x.Rule.Count(x.Made.Build());
                for (var project = 0; project < x.Made.Costs.Length; project++)
                {
                    var (verdict, left, _) = outcome.Projects[project];
                    (verdict == Verdict.Elected).ShouldBe(outcome.Winners.Contains(project));
                    (verdict == Verdict.NoSupport).ShouldBe(outcome.Support.Votes[project] == 0);
                    (verdict != Verdict.DoesNotFit || x.Made.Costs[project] > left).ShouldBeTrue();
                    (verdict != Verdict.AfterStop || x.Rule.StopsAtFirstMisfit).ShouldBeTrue();
                    (verdict != Verdict.UnderThreshold || x.Rule.Threshold is not null).ShouldBeTrue();
                }
            },
            iter: Iterations);

    private static byte[] Json(GreedyRule rule, Election election) =>
        new ResultDocument(rule.Count(election), new string('0', 64)).ToJson();
}
