using System.Numerics;

namespace Medborgarbudget.Tally;

/// <summary>Equal Shares from the starting endowment through the published completion and comparison.</summary>
internal sealed class EqualSharesCount
{
    private readonly Election election;
    private readonly EqualSharesRule rule;
    private readonly IProgress<CountProgress>? progress;
    private readonly CancellationToken cancellationToken;
    private readonly EqualSharesElection shares;
    private readonly EqualSharesRun run;
    private int runs;

    public EqualSharesCount(
        Election election, EqualSharesRule rule, IProgress<CountProgress>? progress, CancellationToken cancellationToken)
    {
        this.election = election;
        this.rule = rule;
        this.progress = progress;
        this.cancellationToken = cancellationToken;
        shares = new EqualSharesElection(election, rule);
        run = new EqualSharesRun(shares);
    }

    public CountOutcome Run()
    {
        var kept = election.Ballots.BallotCount == 0 ? null
            : rule.IsAdd1 && !shares.AllFit ? Add1()
            : RunAt(Start(isIntegral: rule.StartsIntegral && !rule.IsAdd1));
        return Compare(Completed(run, kept, rule, withPrices: true));
    }

    /// <summary>
    /// Whether the rule elects a project at this endowment and no other, whether or not the purchases fit the budget, and without
    /// comparison: it answers whether supporters could pay.
    /// </summary>
    public static bool IsElectedAt(
        EqualSharesRun run, EqualSharesRule rule, ExactFraction endowment, int project, CancellationToken cancellationToken)
    {
        var bought = run.Buy(endowment, Int128.MaxValue, cancellationToken, until: project);
        return (bought.Bought is [.., var last] && last == project)
            || (rule.IsUtilitarian && Completed(run, bought, rule, withPrices: false).Projects[project].Verdict == Verdict.Elected);
    }

    private static BigInteger Power(int exponent) => BigInteger.Pow(10, exponent);

    private static CountOutcome Completed(EqualSharesRun run, EqualSharesOutcome? kept, EqualSharesRule rule, bool withPrices)
    {
        var completed = new EqualSharesAllocation(run.Shares);
        for (var round = 0; round < kept?.Bought.Length; round++)
        {
            completed.Elect(kept.Bought[round], withPrices ? run.TopPayment(round) : null);
        }

        completed.Complete(rule.IsUtilitarian);
        return completed.Outcome(rule) with { Endowment = kept?.Endowment };
    }

    private CountOutcome Compare(CountOutcome equalShares)
    {
        if (rule.Comparison == EqualSharesComparison.None || election.Ballots.BallotCount == 0)
        {
            return equalShares;
        }

        var byVotes = new EqualSharesAllocation(shares);
        byVotes.Complete(isByVotes: true);
        var greedy = byVotes.Outcome(rule);
        var comparison = GreedyComparisonStep.Compare(rule.Comparison, equalShares, greedy);
        return (comparison.IsGreedyChosen ? greedy : equalShares) with { Comparison = comparison };
    }

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

    /// <summary>Whether nothing can be added any more, or the exhaustive stop applies.</summary>
    private bool IsFinished(EqualSharesOutcome outcome)
    {
        var settled = outcome.Bought.ToHashSet();
        foreach (var winner in outcome.Bought)
        {
            settled.UnionWith(shares.Rivals(winner).ToArray());
        }

        var open = Enumerable.Range(0, election.Projects.Length)
            .Where(project => shares.Voters(project) > 0 && !settled.Contains(project));
        return rule.HasExhaustiveStop
            ? !open.Any(project => shares.Cost(project) <= election.Budget - outcome.Cost)
            : !open.Any();
    }
}
