using System.Security.Cryptography;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>What proof costs: the leaf of a ballot, kept from its receipt for the log, both trees, and a signature for 256 receipts.</summary>
internal static class ReceiptCost
{
    private const int Batches = 50;
    private const int Rounds = 15;

    /// <summary>The median of several rounds: one alone says more about the machine's moment.</summary>
    public static double MicrosecondsOfBallot()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var seal = new BallotSeal(SubBudgetId.From(Guid.NewGuid()), RandomNumberGenerator.GetBytes(32));
        var entry = new LedgerEntry(1, 1, 1, new byte[16], 1, [0, 1, 0, 8, 0, 12], new byte[16], 7, 495_000, BallotChannel.Web);
        Measure(seal, entry, key);
        var milliseconds = Enumerable.Range(0, Rounds).Select(_ => CpuClock.Measure(() => Measure(seal, entry, key)));
        return CpuClock.Median([.. milliseconds]) * 1e3 / (Batches * ReceiptBatch.Most);
    }

    private static void Measure(BallotSeal seal, LedgerEntry entry, ECDsa key)
    {
        var (receipts, frontier, noted) = (new ReceiptBatch(), new MerkleFrontier(), new FreshLeaves.Leaves());
        Span<byte> leaf = stackalloc byte[MerkleTree.HashLength];
        for (var batch = 0; batch < Batches; batch++)
        {
            receipts.Clear();
            for (var i = 0; i < ReceiptBatch.Most; i++)
            {
                seal.Leaf(entry, leaf);
                receipts.Add(leaf, (uint)entry.Hour, AcknowledgementLevel.Ledger);
                noted.Add(entry.Shard, (batch * ReceiptBatch.Most) + i, leaf);
            }

            receipts.Sign(key);
            for (var i = 0; i < ReceiptBatch.Most; i++)
            {
                receipts.ProofOf(i);
            }
        }

        for (var seq = 0; noted.TryGet(entry.Shard, seq, leaf); seq++)
        {
            frontier.Append(leaf);
        }
    }
}
