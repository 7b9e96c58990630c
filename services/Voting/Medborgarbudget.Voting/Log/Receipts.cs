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

/// <summary>What a voter gets for a ballot.</summary>
/// <param name="Leaf">Of the log.</param>
internal sealed record IssuedReceipt(VotingRound Round, LedgerEntry Entry, AcknowledgementLevel Level, byte[] Leaf, ReceiptProof Proof)
{
    public V1.Receipt ToMessage() => new()
    {
        ReceiptCode = Entry.Receipt.ToString(),
        SubBudgetId = Round.IdText,
        Version = Entry.Version,
        Hour = new Timestamp { Seconds = Seconds },
        AcknowledgementLevel = Level.Name(),
        Leaf = ByteString.CopyFrom(Leaf),
        Shard = Entry.Shard,
        Sequence = Entry.Seq,
        Proof = new V1.ReceiptProof
        {
            Index = Proof.Index,
            Size = Proof.Size,
            Path = ByteString.CopyFrom(Proof.Path.AsSpan()),
            Signature = ByteString.CopyFrom(Proof.Signature.AsSpan()),
        },
    };

    /// <summary>The beginning of the hour in which the ballot came, in seconds since 1970.</summary>
    public long Seconds => 3600L * Entry.Hour;
}

/// <summary>Makes the receipts of ballots that are answered together: a small tree over them and one signature for all of a round's key.</summary>
internal sealed class Receipts(IOptions<VotingOptions> options)
{
    [ThreadStatic]
    private static ReceiptBatch? _batch;

    private readonly AcknowledgementLevel _level = options.Value.Level;

    /// <summary>The receipts in the order of the ballots.</summary>
    public IssuedReceipt[] Issue(IReadOnlyList<Acknowledged> ballots)
    {
        var receipts = new IssuedReceipt[ballots.Count];
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

    public IssuedReceipt Issue(VotingRound round, LedgerEntry entry) => Issue([new Acknowledged(round, entry)])[0];

    private void Issue(IReadOnlyList<Acknowledged> ballots, int from, int to, IssuedReceipt[] receipts)
    {
        var batch = _batch ??= new ReceiptBatch();
        batch.Clear();
        var leaves = new byte[to - from][];
        for (var i = from; i < to; i++)
        {
            var (round, entry) = ballots[i];
            var leaf = leaves[i - from] = new byte[MerkleTree.HashLength];
            round.Seal.Leaf(entry, leaf);
            batch.Add(leaf, (uint)entry.Hour, _level);
        }

        Sign(batch, ballots[from].Round.SigningKey);
        for (var i = from; i < to; i++)
        {
            receipts[i] = new IssuedReceipt(ballots[i].Round, ballots[i].Entry, _level, leaves[i - from], batch.ProofOf(i - from));
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
}
