using Medborgarbudget.BallotLoad;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>The log of a vote, held against the ledger.</summary>
internal static class LogOf
{
    /// <summary>The heads of the log, oldest first. Each has the root that the ballots in the ledger give.</summary>
    public static async Task<List<TreeHead>> ShouldBeThatOfTheLedgerAsync(BallotCluster cluster, OpenVote vote)
    {
        await using var db = LedgerOf.Open(cluster);
        var round = await db.Rounds.AsNoTracking().FirstAsync(row => row.Number == vote.Round, Stop.Token);
        var rows = await db.LogHeads.AsNoTracking().Where(row => row.Round == vote.Round).OrderBy(row => row.Number).ToListAsync(Stop.Token);
        List<TreeHead> heads = [.. rows.Select(row => LogStore.ToHead(row).Head)];
        var ledger = (await LedgerOf.ReadAsync(cluster, vote, Stop.Token)).ToDictionary(row => (row.Shard, row.Seq));
        var leaves = new List<byte>(LogEntry.ManifestLeaf(round.Manifest));
        var ends = new long[Slot.Shards];
        foreach (var head in heads)
        {
            leaves.AddRange(LeavesBetween(round, ledger, ends, head));
            head.Root.ShouldBe(MerkleTree.Root(leaves.ToArray()));
            ends = [.. head.Ends];
        }

        return heads;
    }

    private static IEnumerable<byte> LeavesBetween(RoundRow round, Dictionary<(int Shard, long Seq), LedgerRow> ledger, long[] ends, TreeHead head)
    {
        var seal = new BallotSeal(round.SubBudgetId, round.SaltKey);
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            for (var seq = ends[shard] + 1; seq <= head.Ends[shard]; seq++)
            {
                var leaf = new byte[MerkleTree.HashLength];
                seal.Leaf(ledger[(shard, seq)].ToEntry(), leaf);
                foreach (var one in leaf)
                {
                    yield return one;
                }
            }
        }

        foreach (var one in head.IsClosed ? LogEntry.ClosingLeaf(round.Closing) : [])
        {
            yield return one;
        }
    }
}
