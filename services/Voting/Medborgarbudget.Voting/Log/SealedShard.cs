using System.Buffers;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Log;

/// <summary>The ballots of one shard of a closed round with what opens their commitments, as auditors get them.</summary>
internal sealed class SealedShard(LedgerReader ledger)
{
    public async Task<ReadOnlyMemory<byte>> ReadAsync(RoundRow row, int shard, CancellationToken cancellationToken)
    {
        var records = new ArrayBufferWriter<byte>();
        await WriteAsync(row, shard, records, cancellationToken);
        return records.WrittenMemory;
    }

    /// <summary>The same by its hashes, without keeping it.</summary>
    public async Task<PublishedFile> HashAsync(RoundRow row, int shard, CancellationToken cancellationToken)
    {
        using var file = new PublishedFileWriter();
        await WriteAsync(row, shard, file, cancellationToken);
        return file.End($"sealed/{shard}");
    }

    private async Task WriteAsync(RoundRow row, int shard, IBufferWriter<byte> to, CancellationToken cancellationToken)
    {
        var seal = new BallotSeal(row.SubBudgetId, row.SaltKey);
        var salt = new byte[Commitment.SaltLength];
        await foreach (var entry in ledger.ReadShard(row.Number, shard, after: 0, cancellationToken).Where(entry => !entry.IsGap).WithCancellation(cancellationToken))
        {
            seal.Salt(entry, salt);
            SealedBallots.Write(to, entry.Seq, entry.Voter, (uint)entry.Version, (uint)entry.Hour, salt, entry.Choices);
        }
    }
}
