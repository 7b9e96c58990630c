namespace Medborgarbudget.Tally;

/// <summary>Turns an election into a knapsack, and the best filling of it into an outcome.</summary>
internal sealed class MaxWelfareCount
{
    private readonly Election election;
    private readonly MaxWelfareRule rule;
    private readonly CancellationToken cancellationToken;
    private readonly Support support;
    private readonly ProjectOutcome[] outcomes;
    private readonly ExclusiveGroups groups;
    private readonly int[] open;

    public MaxWelfareCount(Election election, MaxWelfareRule rule, CancellationToken cancellationToken)
    {
        this.cancellationToken = cancellationToken;
        this.election = election;
        this.rule = rule;
        support = Support.Of(election, rule.OrdinalScoring);
        groups = new ExclusiveGroups(election, rule.ExclusiveGroups);
        outcomes = new ProjectOutcome[election.Projects.Length];
        for (var project = 0; project < outcomes.Length; project++)
        {
            outcomes[project] = new ProjectOutcome(LeftOut(project), null);
        }

        open = [.. Enumerable.Range(0, outcomes.Length)
            .Where(project => outcomes[project].Verdict == Verdict.None)
            .Order(new TieOrder(election, support))];
    }

    public CountOutcome Run()
    {
        KnapsackItem[] items = [.. open.Select(project => new KnapsackItem(election.Projects[project].Cost, Worth(project)))];
        var taken = new ExclusiveKnapsack(items, election.Budget, Exclude, rule.MostStates).Solve(cancellationToken);
        int[] winners = taken is null ? [] : [.. open.Where((_, place) => taken[place])];
        var left = election.Budget - winners.Sum(winner => election.Projects[winner].Cost);
        for (var place = 0; place < open.Length; place++)
        {
            outcomes[open[place]] = taken is null
                ? new ProjectOutcome(Verdict.Undecided, null)
                : new ProjectOutcome(taken[place] ? Verdict.Elected : Verdict.NotInBestSet, left);
        }

        return new CountOutcome(rule, election, support, [.. winners], [.. outcomes]).InPlainOrder();
    }

    private bool Exclude(int one, int other) => groups.AreRivals(open[one], open[other]);

    private Verdict LeftOut(int project)
    {
        var leftOut = support.LeftOut(project, rule.Threshold);
        return leftOut == Verdict.None && Measured(project) <= 0 ? Verdict.NoSupport
            : leftOut == Verdict.None && election.Projects[project].Cost > election.Budget ? Verdict.DoesNotFit
            : leftOut;
    }

    private long Measured(int project) =>
        rule.Measure == WelfareMeasure.Points ? support.Points[project] : support.Votes[project];

    /// <summary>A free project is worth as much as one that costs the least there is, so that it is not worth nothing.</summary>
    private Int128 Worth(int project) => rule.Measure == WelfareMeasure.VotesTimesCost
        ? (Int128)support.Votes[project] * Math.Max(1, election.Projects[project].Cost)
        : Measured(project);
}
