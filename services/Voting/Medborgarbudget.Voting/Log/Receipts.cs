using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Ledger;
using Microsoft.Extensions.Options;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Log;

/// <summary>A ballot that is in the ledger, and its round.</summary>
internal readonly record struct Acknowledged(VotingRound Round, LedgerEntry Entry);

/// <summary>Makes the receipts of ballots that are answered together: a small tree over them and one signature for all of a round's key.</summary>
internal sealed class Receipts(IOptions<VotingOptions> options)
{
    [ThreadStatic]
    private static ReceiptBatch? _batch;

    private readonly AcknowledgementLevel _level = options.Value.Level;

    /// <summary>The receipts in the order of the ballots.</summary>
    public V1.Receipt[] Issue(IReadOnlyList<Acknowledged> ballots)
    {
        var receipts = new V1.Receipt[ballots.Count];
        for (var from = 0; from < ballots.Count;)
        {
            // Nearly always one round and so one key; ballots of another are the next batch.
            var key = ballots[from].Round.Key;
            var to = from + 1;
            while (to < ballots.Count && to - from < ReceiptBatch.Most && ballots[to].Round.Key == key)
            {
                to++;
            }

            Issue(ballots, from, to, receipts);
            from = to;
        }

        return receipts;
    }

    public V1.Receipt Issue(VotingRound round, LedgerEntry entry) => Issue([new Acknowledged(round, entry)])[0];

    private void Issue(IReadOnlyList<Acknowledged> ballots, int from, int to, V1.Receipt[] receipts)
    {
        var batch = _batch ??= new ReceiptBatch();
        batch.Clear();
        Span<byte> leaf = stackalloc byte[MerkleTree.HashLength];
        for (var i = from; i < to; i++)
        {
            var (round, entry) = ballots[i];
            round.Seal.Leaf(entry, leaf);
            batch.Add(leaf, (uint)entry.Hour, _level);
            receipts[i] = Describe(round, entry, leaf);
        }

        Sign(batch, ballots[from].Round.SigningKey);
        var signature = ByteString.CopyFrom(batch.ProofOf(0).Signature.AsSpan());
        for (var i = from; i < to; i++)
        {
            var proof = batch.ProofOf(i - from);
            receipts[i].Proof = new V1.ReceiptProof
            {
                Index = proof.Index,
                Size = proof.Size,
                Path = UnsafeByteOperations.UnsafeWrap(proof.Path.AsMemory()),
                Signature = signature,
            };
        }
    }

    private static void Sign(ReceiptBatch batch, ECDsa key)
    {
        // Not promised to be safe for several threads at once.
        lock (key)
        {
            batch.Sign(key);
        }
    }

    private V1.Receipt Describe(VotingRound round, LedgerEntry entry, ReadOnlySpan<byte> leaf) => new()
    {
        ReceiptCode = entry.Receipt.ToString(),
        SubBudgetId = round.IdText,
        Version = entry.Version,
        Hour = new Timestamp { Seconds = 3600L * entry.Hour },
        AcknowledgementLevel = _level.Name(),
        Leaf = ByteString.CopyFrom(leaf),
        Shard = entry.Shard,
        Sequence = entry.Seq,
    };
}
