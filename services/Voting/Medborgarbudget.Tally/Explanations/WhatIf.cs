namespace Medborgarbudget.Tally;

/// <summary>
/// Counts changed elections until it knows what would have been enough for a project. Only numbers that were counted and elected the
/// project are given. The search halves the range, so where more support and a lower price never hurt the numbers are the least.
/// </summary>
internal sealed class WhatIf(Election election, Func<Election, CountOutcome> count)
{
    /// <summary>Points of all ballots together stay countable when new ballots add no more than this.</summary>
    private const long MostNewPoints = 1L << 60;

    private readonly long points = election.Ballots.MostPoints;

    public Enough Search(int project) =>
        IsElected(election, project) ? default : new Enough(LeastSupporters(project), HighestCost(project));

    private bool IsElected(Election changed, int project) => count(changed).Projects[project].Verdict == Verdict.Elected;

    private long? LeastSupporters(int project)
    {
        var most = Math.Min(int.MaxValue - election.Ballots.BallotCount, MostNewPoints / points);
        var tooFew = 0L;
        var enough = Math.Min(1, most);
        while (enough > tooFew && !WithSupporters(project, enough))
        {
            tooFew = enough;
            enough = Math.Min(most, enough * 2);
        }

        return enough > tooFew ? Halve(tooFew, enough, supporters => WithSupporters(project, supporters)) : null;
    }

    private bool WithSupporters(int project, long supporters) =>
        IsElected(election.WithBallots(project, (int)supporters, points), project);

    private long? HighestCost(int project) =>
        WithCost(project, 0) ? Halve(election.Projects[project].Cost, 0, cost => WithCost(project, cost)) : null;

    private bool WithCost(int project, long cost) => IsElected(election.WithCost(project, cost), project);

    /// <summary>The last number on the way from what is enough to what is not that is still enough.</summary>
    private static long Halve(long notEnough, long enough, Func<long, bool> isEnough)
    {
        while (Math.Abs(notEnough - enough) > 1)
        {
            var middle = enough + ((notEnough - enough) / 2);
            (notEnough, enough) = isEnough(middle) ? (notEnough, middle) : (middle, enough);
        }

        return enough;
    }
}
