using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>One greedy count: put the projects in order, let those of waiting places go first, and walk them once.</summary>
internal sealed class GreedyCount
{
    private readonly Election election;
    private readonly GreedyRule rule;
    private readonly Support support;
    private readonly ImmutableArray<long> measure;
    private readonly BudgetWalk walk;

    public GreedyCount(Election election, GreedyRule rule)
    {
        this.election = election;
        this.rule = rule;
        support = Support.Of(election, rule.OrdinalScoring);
        measure = CountsPoints ? support.Points : support.Votes;
        walk = new BudgetWalk(election, rule.StopsAtFirstMisfit, rule.ExclusiveGroups, rule.SizeQuotas);
    }

    private bool CountsPoints => rule.Order is GreedyOrder.Points or GreedyOrder.PointsPerCost;

    private bool IsPerCost => rule.Order is GreedyOrder.VotesPerCost or GreedyOrder.PointsPerCost;

    public CountOutcome Run()
    {
        var order = Enumerable.Range(0, election.Projects.Length).ToArray();
        Array.Sort(order, Comparer<int>.Create(ByMeasure(new TieOrder(election, support))));
        foreach (var project in VisitWaiting(order))
        {
            walk.Visit(project, LeftOut(project));
        }

        return walk.Finish(rule, support);
    }

    private Comparison<int> ByMeasure(TieOrder ties) => (x, y) =>
    {
        var byMeasure = IsPerCost
            ? ((Int128)measure[y] * election.Projects[x].Cost).CompareTo((Int128)measure[x] * election.Projects[y].Cost)
            : measure[y].CompareTo(measure[x]);
        return byMeasure != 0 ? byMeasure : ties.Compare(x, y);
    };

    /// <summary>Walks the projects that go first; gives the others, in order.</summary>
    private List<int> VisitWaiting(int[] order)
    {
        var places = new WaitingPlaces(election, rule.PlacePriority);
        var rest = new List<int>();
        foreach (var project in order)
        {
            if (!places.GoesFirst(project))
            {
                rest.Add(project);
            }
            else if (walk.Visit(project, LeftOut(project)))
            {
                places.NoteWinner(project);
            }
        }

        return rest;
    }

    private Verdict LeftOut(int project) =>
        support.Votes[project] == 0 ? Verdict.NoSupport
        : IsUnderThreshold(project) ? Verdict.UnderThreshold
        : Verdict.None;

    private bool IsUnderThreshold(int project) =>
        rule.Threshold is { } least
        && new ExactDecimal(measure[project], CountsPoints ? support.PointDecimals : 0).CompareTo(least) < 0;
}
