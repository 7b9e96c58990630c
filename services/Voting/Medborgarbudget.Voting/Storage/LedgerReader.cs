using Medborgarbudget.Voting.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Storage;

/// <summary>What is asked of the ledger outside the intake.</summary>
internal sealed class LedgerReader(VotingDb db)
{
    public async Task<long> LastSeqAsync(int round, int shard, CancellationToken cancellationToken) =>
        await db.Ledger.Where(row => row.Round == round && row.Shard == shard).MaxAsync(row => (long?)row.Seq, cancellationToken) ?? 0;

    /// <summary>A shard in the order of its sequence, as a stream.</summary>
    public IAsyncEnumerable<LedgerEntry> ReadShard(int round, int shard) => db.Ledger.AsNoTracking()
        .Where(row => row.Round == round && row.Shard == shard)
        .OrderBy(row => row.Seq)
        .AsAsyncEnumerable()
        .Select(row => row.ToEntry());

    public IAsyncEnumerable<long> ReadSeqs(int round, int shard) => db.Ledger.AsNoTracking()
        .Where(row => row.Round == round && row.Shard == shard)
        .OrderBy(row => row.Seq)
        .Select(row => row.Seq)
        .AsAsyncEnumerable();

    public Task<long> CountAsync(int round, int shard, CancellationToken cancellationToken) =>
        db.Ledger.LongCountAsync(row => row.Round == round && row.Shard == shard, cancellationToken);

    public Task<long> CountHolesAsync(int round, int shard, CancellationToken cancellationToken) =>
        db.Holes.LongCountAsync(row => row.Round == round && row.Shard == shard, cancellationToken);

    /// <summary>Where the voters of a round lie in the store. Reads no further when they lie everywhere.</summary>
    public async Task<HashSet<Slot>> ReadSlotsAsync(int round, CancellationToken cancellationToken)
    {
        var slots = new HashSet<Slot>();
        await foreach (var voter in db.Ledger.Where(row => row.Round == round).Select(row => row.Voter).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            slots.Add(Slot.Of(Pseudonym.Read(voter)));
            if (slots.Count == Slot.Shards * Slot.Buckets)
            {
                break;
            }
        }

        return slots;
    }

    public Task<long> CountVotersAsync(int round, CancellationToken cancellationToken) =>
        db.Ledger.Where(row => row.Round == round).Select(row => row.Voter).Distinct().LongCountAsync(cancellationToken);

    public Task<LedgerEntry?> FindLastAsync(int round, byte[] voter, CancellationToken cancellationToken) =>
        FirstAsync(db.Ledger.Where(row => row.Round == round && row.Voter == voter).OrderByDescending(row => row.Version), cancellationToken);

    public Task<LedgerEntry?> FindByKeyAsync(int round, byte[] voter, byte[] keyHash, CancellationToken cancellationToken) =>
        FirstAsync(db.Ledger.Where(row => row.Round == round && row.Voter == voter && row.KeyHash == keyHash), cancellationToken);

    public Task<LedgerEntry?> FindAtAsync(ReceiptCode code, CancellationToken cancellationToken) =>
        FirstAsync(db.Ledger.Where(row => row.Round == code.Round && row.Shard == code.Shard && row.Seq == code.Sequence), cancellationToken);

    public Task<bool> IsReplacedAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        db.Ledger.AnyAsync(row => row.Round == entry.Round && row.Voter == entry.Voter && row.Version > entry.Version, cancellationToken);

    /// <summary>Voter, and choices, by voter and rising version, as a stream: the last of each voter is the one that counts.</summary>
    public IAsyncEnumerable<VersionRead> ReadVersions(int round) => db.Ledger.AsNoTracking()
        .Where(row => row.Round == round)
        .OrderBy(row => row.Voter).ThenBy(row => row.Version)
        .Select(row => new VersionRead(row.Voter, row.Choices))
        .AsAsyncEnumerable();

    private static async Task<LedgerEntry?> FirstAsync(IQueryable<LedgerRow> rows, CancellationToken cancellationToken) =>
        (await rows.AsNoTracking().FirstOrDefaultAsync(cancellationToken))?.ToEntry();
}

internal readonly record struct VersionRead(byte[] Voter, byte[] Choices);
