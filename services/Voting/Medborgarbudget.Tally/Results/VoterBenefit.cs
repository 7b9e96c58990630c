namespace Medborgarbudget.Tally;

/// <summary>What the voters get out of an outcome: how many of the projects on their ballots win.</summary>
/// <param name="Ballots">All ballots, blank ones included.</param>
/// <param name="WithWinner">Ballots that name at least one winner.</param>
/// <param name="Winners">The winners on each ballot, summed over all ballots.</param>
public sealed record VoterBenefit(long Ballots, long WithWinner, long Winners)
{
    /// <summary>The benefit of one outcome.</summary>
    public static VoterBenefit Of(CountOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var ballots = outcome.Election.Ballots;
        var isWinner = IsWinner(outcome);
        var (withWinner, winners) = (0L, 0L);
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            long won = Won(ballots.Projects(ballotClass), isWinner);
            winners += won * ballots.Weight(ballotClass);
            withWinner += won > 0 ? ballots.Weight(ballotClass) : 0;
        }

        return new VoterBenefit(ballots.BallotCount, withWinner, winners);
    }

    /// <summary>How many voters have strictly more winners on their ballots by one outcome than by another of the same election.</summary>
    /// <returns>Those who gain by <paramref name="outcome"/>, and those who lose.</returns>
    public static (long Gain, long Lose) Compare(CountOutcome outcome, CountOutcome other)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(other);
        var ballots = outcome.Election.Ballots;
        var (isWinner, wasWinner) = (IsWinner(outcome), IsWinner(other));
        var (gain, lose) = (0L, 0L);
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            var change = Won(ballots.Projects(ballotClass), isWinner) - Won(ballots.Projects(ballotClass), wasWinner);
            gain += change > 0 ? ballots.Weight(ballotClass) : 0;
            lose += change < 0 ? ballots.Weight(ballotClass) : 0;
        }

        return (gain, lose);
    }

    private static bool[] IsWinner(CountOutcome outcome)
    {
        var isWinner = new bool[outcome.Projects.Length];
        foreach (var winner in outcome.Winners)
        {
            isWinner[winner] = true;
        }

        return isWinner;
    }

    private static int Won(ReadOnlySpan<int> ballot, bool[] isWinner)
    {
        var won = 0;
        foreach (var project in ballot)
        {
            won += isWinner[project] ? 1 : 0;
        }

        return won;
    }
}
