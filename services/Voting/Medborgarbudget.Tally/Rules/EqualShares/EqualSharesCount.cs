using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>Equal Shares from the starting endowment through the published completion.</summary>
internal sealed class EqualSharesCount
{
    private readonly Election election;
    private readonly EqualSharesRule rule;
    private readonly IProgress<CountProgress>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly EqualSharesElection shares;
    private readonly EqualSharesRun run;
    private readonly ProjectOutcome[] outcomes;
    private readonly List<int> winners = [];
    private int runs;

    public EqualSharesCount(
        Election election, EqualSharesRule rule, IProgress<CountProgress>? progress, CancellationToken cancellationToken)
    {
        this.election = election;
        this.rule = rule;
        this.progress = progress;
        this.cancellationToken = cancellationToken;
        shares = new EqualSharesElection(election, rule, Support.Of(election, rule.OrdinalScoring));
        run = new EqualSharesRun(shares);
        outcomes = new ProjectOutcome[election.Projects.Length];
    }

    private static BigInteger Power(int exponent) => BigInteger.Pow(10, exponent);

    public CountOutcome Run()
    {
        var kept = election.Ballots.BallotCount == 0 ? null
            : rule.IsAdd1 && !AllFit() ? Add1()
            : RunAt(Start(isIntegral: rule.StartsIntegral && !rule.IsAdd1));
        var left = election.Budget;
        for (var round = 0; round < kept?.Bought.Length; round++)
        {
            var project = kept.Bought[round];
            winners.Add(project);
            outcomes[project] = new ProjectOutcome(Verdict.Elected, left, run.TopPayment(round));
            left -= election.Projects[project].Cost;
        }

        Complete(left);
        return new CountOutcome(rule, election, shares.Support, [.. winners], [.. outcomes]) { Endowment = kept?.Endowment };
    }

    private bool AllFit() => election.Projects.Aggregate(Int128.Zero, (sum, project) => sum + project.Cost) <= election.Budget;

    private EqualSharesOutcome RunAt(ExactFraction endowment)
    {
        var outcome = run.Buy(endowment, election.Budget, cancellationToken);
        progress?.Report(new CountProgress(++runs, (long)Int128.Min(outcome.Cost, election.Budget), election.Budget));
        return outcome;
    }

    private ExactFraction Start(bool isIntegral)
    {
        var currency = Power(election.MoneyDecimals);
        return isIntegral
            ? ExactFraction.Whole(election.Budget / (currency * election.Ballots.BallotCount) * currency)
            : new ExactFraction(election.Budget, election.Ballots.BallotCount);
    }

    /// <summary>
    /// Raises the endowment step by step. Cost does not grow with it throughout, so no step may be left out. Each run uses the same
    /// arrays, so the kept one is run again at the end.
    /// </summary>
    private EqualSharesOutcome Add1()
    {
        var step = new ExactFraction(rule.Increment.Units * Power(election.MoneyDecimals), Power(rule.Increment.Decimals));
        var kept = RunAt(Start(rule.StartsIntegral));
        while (!IsFinished(kept))
        {
            var next = RunAt(kept.Endowment.Plus(step));
            if (next.Cost > election.Budget)
            {
                return RunAt(kept.Endowment);
            }

            kept = next;
        }

        return kept;
    }

    /// <summary>Whether more money could not change anything, or the exhaustive stop applies.</summary>
    private bool IsFinished(EqualSharesOutcome outcome)
    {
        var bought = outcome.Bought.ToHashSet();
        var open = Enumerable.Range(0, outcomes.Length)
            .Where(project => shares.Voters(project) > 0 && !bought.Contains(project));
        return rule.HasExhaustiveStop
            ? !open.Any(project => election.Projects[project].Cost <= election.Budget - outcome.Cost)
            : !open.Any();
    }

    private void Complete(long left)
    {
        var rest = Enumerable.Range(0, outcomes.Length).Where(project => outcomes[project].Verdict == Verdict.None)
            .OrderByDescending(project => shares.Support.Votes[project]).ThenBy(project => project, shares.Ties);
        foreach (var project in rest.ToArray())
        {
            var verdict = shares.Support.Votes[project] == 0 ? Verdict.NoSupport
                : !rule.IsUtilitarian ? Verdict.NotPaidFor
                : election.Projects[project].Cost > left ? Verdict.DoesNotFit
                : Verdict.Elected;
            outcomes[project] = new ProjectOutcome(verdict, verdict == Verdict.NoSupport ? null : left);
            if (verdict == Verdict.Elected)
            {
                winners.Add(project);
                left -= election.Projects[project].Cost;
            }
        }
    }
}
