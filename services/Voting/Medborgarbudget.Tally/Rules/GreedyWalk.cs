using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>One greedy count: put the projects in order, walk them once, note for each what happened and why.</summary>
internal sealed class GreedyWalk
{
    private readonly Election election;
    private readonly GreedyRule rule;
    private readonly Support support;
    private readonly ImmutableArray<long> measure;
    private readonly ExclusiveGroups groups;
    private readonly ProjectOutcome[] outcomes;
    private readonly List<int> winners = [];
    private long left;
    private bool isStopped;

    public GreedyWalk(Election election, GreedyRule rule)
    {
        this.election = election;
        this.rule = rule;
        support = Support.Of(election, rule.OrdinalScoring);
        measure = CountsPoints ? support.Points : support.Votes;
        groups = new ExclusiveGroups(election, rule.ExclusiveGroups);
        outcomes = new ProjectOutcome[election.Projects.Length];
        left = election.Budget;
    }

    private bool CountsPoints => rule.Order is GreedyOrder.Points or GreedyOrder.PointsPerCost;

    private bool IsPerCost => rule.Order is GreedyOrder.VotesPerCost or GreedyOrder.PointsPerCost;

    public CountOutcome Run()
    {
        var order = Enumerable.Range(0, outcomes.Length).ToArray();
        Array.Sort(order, Comparer<int>.Create(ByMeasure(new TieOrder(election, support))));
        foreach (var project in order)
        {
            Visit(project);
        }

        return new CountOutcome(rule, election, support, [.. winners], [.. outcomes]) { Order = [.. order] };
    }

    private Comparison<int> ByMeasure(TieOrder ties) => (x, y) =>
    {
        var byMeasure = IsPerCost
            ? ((Int128)measure[y] * election.Projects[x].Cost).CompareTo((Int128)measure[x] * election.Projects[y].Cost)
            : measure[y].CompareTo(measure[x]);
        return byMeasure != 0 ? byMeasure : ties.Compare(x, y);
    };

    private void Visit(int project)
    {
        var verdict = Judge(project);
        var isOutBefore = verdict is Verdict.NoSupport or Verdict.UnderThreshold;
        outcomes[project] = new ProjectOutcome(verdict, isOutBefore ? null : left);
        if (verdict == Verdict.Elected)
        {
            winners.Add(project);
            left -= election.Projects[project].Cost;
            groups.LockOutRivals(project);
        }

        isStopped |= rule.StopsAtFirstMisfit && verdict == Verdict.DoesNotFit;
    }

    private Verdict Judge(int project)
    {
        var cost = election.Projects[project].Cost;
        return project switch
        {
            _ when support.Votes[project] == 0 => Verdict.NoSupport,
            _ when IsUnderThreshold(project) => Verdict.UnderThreshold,
            _ when groups.IsLockedOut(project) => Verdict.ExcludedByConflict,
            _ when isStopped && cost > 0 => Verdict.AfterStop,
            _ when cost > left => Verdict.DoesNotFit,
            _ => Verdict.Elected,
        };
    }

    private bool IsUnderThreshold(int project) =>
        rule.Threshold is { } least
        && new ExactDecimal(measure[project], CountsPoints ? support.PointDecimals : 0).CompareTo(least) < 0;
}
