namespace Medborgarbudget.Tally;

/// <summary>Counts the voters who are better off under one outcome than under another, by the winners on their ballots.</summary>
internal static class GreedyComparisonStep
{
    public static GreedyComparison Compare(EqualSharesComparison measure, CountOutcome equalShares, CountOutcome greedy)
    {
        var ballots = equalShares.Election.Ballots;
        long forEqualShares = 0;
        long forGreedy = 0;
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            var one = WinnersOn(ballots.Projects(ballotClass), equalShares);
            var other = WinnersOn(ballots.Projects(ballotClass), greedy);
            var byAny = measure == EqualSharesComparison.AnyWinner;
            forEqualShares += (byAny ? one > 0 : one > other) ? ballots.Weight(ballotClass) : 0;
            forGreedy += (byAny ? other > 0 : other > one) ? ballots.Weight(ballotClass) : 0;
        }

        return new GreedyComparison(forEqualShares, forGreedy);
    }

    private static int WinnersOn(ReadOnlySpan<int> projects, CountOutcome outcome)
    {
        var winners = 0;
        foreach (var project in projects)
        {
            winners += outcome.Projects[project].Verdict == Verdict.Elected ? 1 : 0;
        }

        return winners;
    }
}
