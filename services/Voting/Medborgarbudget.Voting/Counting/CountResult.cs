using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Counting;

/// <summary>The outcome of a count as the contract words it.</summary>
internal static class CountResult
{
    public static V1.Result Of(CountRow work, Manifest manifest, Tally.CountOutcome outcome, string listHash)
    {
        var result = new V1.Result
        {
            SubBudgetId = work.SubBudgetId.ToString(),
            CountId = work.Id.ToString(),
            Ballots = outcome.Election.Ballots.BallotCount,
            BlankBallots = Blank(outcome.Election.Ballots),
            AmountOre = manifest.Amount.Ore,
            TotalCostOre = outcome.TotalCost,
            CountedListHash = listHash,
            ManifestHash = manifest.Hash(),
            Rule = BallotElection.Describe(manifest.Rule),
        };
        foreach (var index in outcome.Order)
        {
            result.Items.Add(Item(manifest.Items[index], outcome, index, result.Items.Count + 1));
        }

        return result;
    }

    private static V1.ItemResult Item(BallotItem item, Tally.CountOutcome outcome, int index, int rank) => new()
    {
        Item = item.ToMessage(),
        Votes = outcome.Support.Votes[index],
        Outcome = outcome.Projects[index].Verdict switch
        {
            Tally.Verdict.Elected => V1.ItemOutcome.Selected,
            Tally.Verdict.DoesNotFit => V1.ItemOutcome.DidNotFit,
            Tally.Verdict.AfterStop => V1.ItemOutcome.AfterStop,
            Tally.Verdict.UnderThreshold => V1.ItemOutcome.UnderThreshold,
            Tally.Verdict.NoSupport => V1.ItemOutcome.NoVotes,
            var other => throw new InvalidOperationException($"No ballot of ours is counted to {other}."),
        },
        LeftBeforeOre = outcome.Projects[index].MoneyLeft ?? 0,
        Rank = rank,
    };

    private static long Blank(Tally.BallotClasses ballots)
    {
        long blank = 0;
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            blank += ballots.Projects(ballotClass).IsEmpty ? ballots.Weight(ballotClass) : 0;
        }

        return blank;
    }
}
