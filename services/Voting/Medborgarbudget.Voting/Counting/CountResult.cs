using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Counting;

/// <summary>The outcome of a count as the contract words it.</summary>
internal static class CountResult
{
    /// <param name="work">The count.</param>
    /// <param name="manifest">The frozen ballot.</param>
    /// <param name="outcome">By the manifest's rule.</param>
    /// <param name="mostVotesFirst">By "most votes first", when the manifest's rule is another; else null.</param>
    /// <param name="listHash">SHA-256 of the counted list.</param>
    public static V1.Result Of(CountRow work, Manifest manifest, Tally.CountOutcome outcome, Tally.CountOutcome? mostVotesFirst, string listHash)
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
            Rule = RuleWords.Of(manifest.Rule.Count),
        };
        if (mostVotesFirst is not null)
        {
            result.MostVotesFirst = new V1.MostVotesFirst
            {
                ProposalIds = { mostVotesFirst.Winners.Select(winner => manifest.Items[winner].ProposalId.ToString()) },
                TotalCostOre = mostVotesFirst.TotalCost,
            };
        }

        foreach (var index in outcome.Order)
        {
            result.Items.Add(Item(manifest.Items[index], outcome, index, result.Items.Count + 1));
        }

        return result;
    }

    public static V1.ItemOutcome ToMessage(this Tally.Verdict verdict) => verdict switch
    {
        Tally.Verdict.Elected => V1.ItemOutcome.Selected,
        Tally.Verdict.DoesNotFit => V1.ItemOutcome.DidNotFit,
        Tally.Verdict.AfterStop => V1.ItemOutcome.AfterStop,
        Tally.Verdict.UnderThreshold => V1.ItemOutcome.UnderThreshold,
        Tally.Verdict.NoSupport => V1.ItemOutcome.NoVotes,
        Tally.Verdict.NotPaidFor => V1.ItemOutcome.NotPaidFor,
        Tally.Verdict.QuotaFull => V1.ItemOutcome.QuotaFull,
        Tally.Verdict.TooLarge => V1.ItemOutcome.TooLarge,
        Tally.Verdict.NotInBestSet => V1.ItemOutcome.NotInBestSet,
        Tally.Verdict.Undecided => V1.ItemOutcome.Undecided,
        var other => throw new InvalidOperationException($"No ballot of ours is counted to {other}."),
    };

    private static V1.ItemResult Item(BallotItem item, Tally.CountOutcome outcome, int index, int rank) => new()
    {
        Item = item.ToMessage(),
        Votes = outcome.Support.Votes[index],
        Outcome = outcome.Projects[index].Verdict.ToMessage(),
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
