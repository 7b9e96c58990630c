namespace Medborgarbudget.Tally;

/// <summary>Who is elected with what is left of the budget, first by Equal Shares and then by votes, and why the others are not.</summary>
internal sealed class EqualSharesAllocation(EqualSharesElection shares)
{
    private readonly ProjectOutcome[] outcomes = new ProjectOutcome[shares.Election.Projects.Length];
    private readonly bool[] isLockedOut = new bool[shares.Election.Projects.Length];
    private readonly List<int> winners = [];
    private long left = shares.Election.Budget;

    /// <summary>Elects a project that its supporters pay for. When that is more than the budget, nothing fits any more.</summary>
    public void Elect(int project, ExactFraction? price)
    {
        outcomes[project] = new ProjectOutcome(Verdict.Elected, left, price);
        Take(project);
    }

    /// <summary>Judges all the others, those with most votes first; by votes, those that fit are elected.</summary>
    public void Complete(bool isByVotes)
    {
        var rest = Enumerable.Range(0, outcomes.Length).Where(project => outcomes[project].Verdict == Verdict.None)
            .OrderByDescending(project => shares.Support.Votes[project]).ThenBy(project => project, shares.Ties);
        foreach (var project in rest.ToArray())
        {
            var verdict = Judge(project, isByVotes);
            var isOutBefore = verdict is Verdict.NoSupport or Verdict.UnderThreshold;
            outcomes[project] = new ProjectOutcome(verdict, isOutBefore ? null : left);
            if (verdict == Verdict.Elected)
            {
                Take(project);
            }
        }
    }

    public CountOutcome Outcome(EqualSharesRule rule) =>
        new CountOutcome(rule, shares.Election, shares.Support, [.. winners], [.. outcomes]).InPlainOrder();

    private void Take(int winner)
    {
        winners.Add(winner);
        left = Math.Max(-1, left - shares.Cost(winner));
        foreach (var rival in shares.Rivals(winner))
        {
            isLockedOut[rival] = true;
        }
    }

    private Verdict Judge(int project, bool isByVotes) => project switch
    {
        _ when shares.Support.Votes[project] == 0 => Verdict.NoSupport,
        _ when shares.IsUnderFloor(project) => Verdict.UnderThreshold,
        _ when isLockedOut[project] => Verdict.ExcludedByConflict,
        _ when !isByVotes => Verdict.NotPaidFor,
        _ when shares.Cost(project) > left => Verdict.DoesNotFit,
        _ => Verdict.Elected,
    };
}
