using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// One walk through the projects with the budget in hand: each is taken when it fits what is left and nothing else stands in its
/// way. The rules that put projects in an order share it.
/// </summary>
internal sealed class BudgetWalk
{
    private readonly Election election;
    private readonly bool stopsAtFirstMisfit;
    private readonly ExclusiveGroups groups;
    private readonly SizeClasses sizes;
    private readonly ProjectOutcome[] outcomes;
    private readonly List<int> winners = [];
    private readonly List<int> order = [];
    private long left;
    private bool isStopped;

    public BudgetWalk(
        Election election,
        bool stopsAtFirstMisfit,
        ImmutableArray<ImmutableArray<string>> exclusiveGroups,
        ImmutableArray<SizeQuota> sizeQuotas)
    {
        this.election = election;
        this.stopsAtFirstMisfit = stopsAtFirstMisfit;
        groups = new ExclusiveGroups(election, exclusiveGroups);
        sizes = new SizeClasses(election, sizeQuotas);
        outcomes = new ProjectOutcome[election.Projects.Length];
        left = election.Budget;
    }

    /// <summary>Takes up the next project; true when it is elected.</summary>
    /// <param name="project">Each project comes once.</param>
    /// <param name="leftOut">Why the project never entered the walk, or <see cref="Verdict.None"/>.</param>
    public bool Visit(int project, Verdict leftOut)
    {
        var verdict = leftOut == Verdict.None ? Judge(project) : leftOut;
        outcomes[project] = new ProjectOutcome(verdict, leftOut == Verdict.None ? left : null);
        order.Add(project);
        isStopped |= stopsAtFirstMisfit && verdict == Verdict.DoesNotFit;
        if (verdict != Verdict.Elected)
        {
            return false;
        }

        winners.Add(project);
        left -= election.Projects[project].Cost;
        groups.LockOutRivals(project);
        sizes.Take(project);
        return true;
    }

    public CountOutcome Finish(VotingRule rule, Support support) =>
        new(rule, election, support, [.. winners], [.. outcomes]) { Order = [.. order] };

    private Verdict Judge(int project)
    {
        var cost = election.Projects[project].Cost;
        return project switch
        {
            _ when sizes.IsTooLarge(project) => Verdict.TooLarge,
            _ when groups.IsLockedOut(project) => Verdict.ExcludedByConflict,
            _ when isStopped && cost > 0 => Verdict.AfterStop,
            _ when sizes.IsFull(project) => Verdict.QuotaFull,
            _ when cost > left => Verdict.DoesNotFit,
            _ => Verdict.Elected,
        };
    }
}
