namespace Medborgarbudget.Tally;

/// <summary>Counts the voters who are better off under one outcome than under another, by the winners on their ballots.</summary>
internal static class GreedyComparisonStep
{
    public static GreedyComparison Compare(EqualSharesComparison measure, CountOutcome equalShares, CountOutcome greedy)
    {
        if (measure == EqualSharesComparison.AnyWinner)
        {
            return new GreedyComparison(VoterBenefit.Of(equalShares).WithWinner, VoterBenefit.Of(greedy).WithWinner);
        }

        var (forEqualShares, forGreedy) = VoterBenefit.Compare(equalShares, greedy);
        return new GreedyComparison(forEqualShares, forGreedy);
    }
}
