namespace Medborgarbudget.Tally;

/// <summary>
/// Counts changed elections until it knows what would have been enough for a project that is not elected. Only numbers that were
/// counted and elected the project are given, and one less was counted and did not; so where more support and a lower price never
/// hurt, the numbers are the least. A guess only tells where to begin.
/// </summary>
/// <param name="election">What was counted.</param>
/// <param name="isElected">Whether a project is elected in a changed election.</param>
/// <param name="isElectedAt">The same when only the cost of the project is another.</param>
internal sealed class WhatIf(Election election, Func<Election, int, bool> isElected, Func<int, long, bool> isElectedAt)
{
    /// <summary>Points of all ballots together stay countable when new ballots add no more than this.</summary>
    private const long MostNewPoints = 1L << 60;

    private const long MostStep = 1L << 61;

    private readonly long points = election.Ballots.MostPoints;

    public Enough Search(int project, Enough guess = default)
    {
        var cost = election.Projects[project].Cost;
        return new Enough(
            Least(
                Math.Min(int.MaxValue - election.Ballots.BallotCount, MostNewPoints / points),
                guess.MoreSupporters ?? 1,
                supporters => isElected(election.WithBallots(project, (int)supporters, points), project)),
            cost - Least(cost, cost - (guess.Cost ?? 0), less => isElectedAt(project, cost - less)));
    }

    /// <summary>
    /// A number from 1 to <paramref name="most"/> that is enough and whose predecessor is not, where 0 is not. The steps away from the
    /// guess double until there is one of either kind.
    /// </summary>
    private static long? Least(long most, long guess, Func<long, bool> isEnough)
    {
        if (most < 1)
        {
            return null;
        }

        var first = Math.Clamp(guess, 1, most);
        return isEnough(first) ? Below(first, isEnough) : Above(first, most, isEnough);
    }

    private static long Below(long enough, Func<long, bool> isEnough)
    {
        for (var step = 1L; enough > 1; step = Math.Min(step, MostStep) * 2)
        {
            var less = enough - Math.Min(step, enough - 1);
            if (!isEnough(less))
            {
                return Halve(less, enough, isEnough);
            }

            enough = less;
        }

        return enough;
    }

    private static long? Above(long notEnough, long most, Func<long, bool> isEnough)
    {
        for (var step = 1L; notEnough < most; step = Math.Min(step, MostStep) * 2)
        {
            var more = notEnough + Math.Min(step, most - notEnough);
            if (isEnough(more))
            {
                return Halve(notEnough, more, isEnough);
            }

            notEnough = more;
        }

        return null;
    }

    private static long Halve(long notEnough, long enough, Func<long, bool> isEnough)
    {
        while (enough - notEnough > 1)
        {
            var middle = notEnough + ((enough - notEnough) / 2);
            (notEnough, enough) = isEnough(middle) ? (notEnough, middle) : (middle, enough);
        }

        return enough;
    }
}
