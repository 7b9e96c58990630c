using CsCheck;

namespace Medborgarbudget.Tally.Tests;

/// <summary>Every number that is said to be enough is, in an election built anew, and where it is the least one less is not.</summary>
public sealed class ExplanationEnoughTests
{
    private const int Iterations = 300;

    private static readonly Gen<(MadeElection Made, EqualSharesRule Rule)> EqualShares =
        ElectionGen.WithEqualShares(Gen.OneOf(ElectionGen.Any, ElectionGen.NearlyTied))
            .Select(x => (x.Made, x.Rule with { Comparison = EqualSharesComparison.None, Completion = Quick(x.Made, x.Rule.Completion) }));

    [Fact]
    public void Greedy_numbers_are_enough_and_the_least() =>
        Gen.Select(ElectionGen.Any, ElectionGen.AnyGreedy).Sample(
            (made, rule) => Check(
                made, rule.Count(made.Build()).Explain(), (changed, project) => IsElected(rule.Count(changed.Build()), project)),
            iter: Iterations);

    /// <summary>At the same endowment for every voter, new ones too.</summary>
    [Fact]
    public void Equal_shares_numbers_are_enough_and_the_least() =>
        EqualShares.Where(x => x.Made.Ballots.Length > 0).Sample(
            x =>
            {
                var (made, rule) = x;
                var outcome = rule.Count(made.Build());
                Check(made, outcome.Explain(), (changed, project) => IsElected(
                    AtEndowment(changed.Build(), rule, outcome.Endowment!.Value), project));
            },
            iter: Iterations);

    [Fact]
    public void Recounted_numbers_are_enough_under_the_whole_rule() =>
        ElectionGen.WithEqualShares(ElectionGen.Any).Sample(
            x =>
            {
                var (made, rule) = x;
                var explanation = rule.Count(made.Build()).Explain();
                for (var project = 0; project < made.Costs.Length; project++)
                {
                    var enough = explanation.EnoughRecounted(project, TestContext.Current.CancellationToken);
                    (enough.MoreSupporters is not (> 0 and < 1000 and var more)
                        || IsElected(rule.Count(WithSupporters(made, project, more).Build()), project)).ShouldBeTrue();
                    (enough.Cost is not { } cost || IsElected(rule.Count(WithCost(made, project, cost).Build()), project)).ShouldBeTrue();
                }
            },
            iter: Iterations);

    [Theory]
    [InlineData("Poland_Wieliczka_2023_Green_Budget")]
    [InlineData("Poland_Swiecie_2023")]
    [InlineData("Poland_Warszawa_2026")]
    public void In_real_elections_the_numbers_are_enough_and_one_less_is_not(string name)
    {
        var election = PabulibData.Election(name).Election;
        var rule = new EqualSharesRule { Completion = EqualSharesCompletion.Add1 };
        var outcome = rule.Count(election);
        foreach (var reason in outcome.Explain().Projects.Where(reason => reason.Verdict == Verdict.NotPaidFor))
        {
            var (project, supporters, cost) = (reason.Project, (int)reason.Enough.MoreSupporters!.Value, reason.Enough.Cost!.Value);
            Wins(election.WithBallots(project, supporters, 1), project).ShouldBeTrue();
            (supporters == 1 || !Wins(election.WithBallots(project, supporters - 1, 1), project)).ShouldBeTrue();
            Wins(election.WithCost(project, cost), project).ShouldBeTrue();
            Wins(election.WithCost(project, cost + 1), project).ShouldBeFalse();
        }

        bool Wins(Election changed, int project) =>
            IsElected(AtEndowment(changed, rule, outcome.Endowment!.Value), project);
    }

    /// <summary>Steps of a few kronor would take too many runs where costs are large.</summary>
    /// <summary>Every purchase to the end, where the explanation stops at the project it asks for.</summary>
    private static CountOutcome AtEndowment(Election election, EqualSharesRule rule, ExactFraction endowment)
    {
        var shares = new EqualSharesElection(election, rule);
        var completed = new EqualSharesAllocation(shares);
        foreach (var project in new EqualSharesRun(shares).Buy(endowment, Int128.MaxValue, CancellationToken.None).Bought)
        {
            completed.Elect(project, null);
        }

        completed.Complete(rule.IsUtilitarian);
        return completed.Outcome(rule);
    }

    private static EqualSharesCompletion Quick(MadeElection made, EqualSharesCompletion completion) => completion switch
    {
        EqualSharesCompletion.Add1 when made.Budget > 1000 => EqualSharesCompletion.None,
        EqualSharesCompletion.Add1ThenUtilitarian when made.Budget > 1000 => EqualSharesCompletion.Utilitarian,
        _ => completion,
    };

    private static void Check(MadeElection made, Explanation explanation, Func<MadeElection, int, bool> isElected)
    {
        foreach (var (project, _, _, _, enough) in explanation.Projects)
        {
            if (enough.MoreSupporters is > 0 and < 1000 and var more)
            {
                isElected(WithSupporters(made, project, more), project).ShouldBeTrue();
                (more == 1 || !isElected(WithSupporters(made, project, more - 1), project)).ShouldBeTrue();
            }

            if (enough.Cost is { } cost)
            {
                isElected(WithCost(made, project, cost), project).ShouldBeTrue();
                isElected(WithCost(made, project, cost + 1), project).ShouldBeFalse();
            }
        }
    }

    private static bool IsElected(CountOutcome outcome, int project) => outcome.Projects[project].Verdict == Verdict.Elected;

    private static MadeElection WithCost(MadeElection made, int project, long cost)
    {
        long[] costs = [.. made.Costs];
        costs[project] = cost;
        return made with { Costs = costs };
    }

    /// <summary>New ballots with the most points that anyone gave, in the units of made ballots.</summary>
    private static MadeElection WithSupporters(MadeElection made, int project, long count)
    {
        var ballots = made.Build().Ballots;
        var most = ballots.MostPoints * (ballots.PointDecimals == 1 ? 1 : 10);
        return made with { Ballots = [.. made.Ballots, new MadeBallot([project], [most], (int)count)] };
    }
}
