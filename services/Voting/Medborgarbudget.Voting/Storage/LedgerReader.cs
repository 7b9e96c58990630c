using System.Data.Common;
using System.Runtime.CompilerServices;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Storage;

/// <summary>What is asked of the ledger outside the intake.</summary>
internal sealed class LedgerReader(VotingDb db)
{
    /// <summary>Voters in one question.</summary>
    private const int AtATime = 500;

    private const string Shard = $"""
        SELECT {LedgerEntry.Columns}, seq FROM ledger
        WHERE round = @round AND shard = @shard AND seq > @after ORDER BY seq
        """;

    public async Task<long> LastSeqAsync(int round, int shard, CancellationToken cancellationToken) =>
        await db.Ledger.Where(row => row.Round == round && row.Shard == shard).MaxAsync(row => (long?)row.Seq, cancellationToken) ?? 0;

    /// <summary>
    /// A shard in the order of its sequence, gaps with it, as a stream. Read without the mapper, which costs several times what the row
    /// does: every ballot goes this way into the log, and all of them at once when the store is made anew.
    /// </summary>
    /// <param name="after">Only what has a higher number.</param>
    public async IAsyncEnumerable<LedgerEntry> ReadShard(int round, int shard, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = Shard;
            Add(command, "round", round);
            Add(command, "shard", shard);
            Add(command, "after", after);
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                yield return LedgerEntry.Read(row, round, shard, row.GetInt64(LedgerEntry.ColumnCount));
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    public IAsyncEnumerable<long> ReadSeqs(int round, int shard) => db.Ledger.AsNoTracking()
        .Where(row => row.Round == round && row.Shard == shard)
        .OrderBy(row => row.Seq)
        .Select(row => row.Seq)
        .AsAsyncEnumerable();

    public IAsyncEnumerable<Log.Gap> ReadGaps(int round) => db.Ledger.AsNoTracking()
        .Where(row => row.Round == round && row.Version == 0)
        .Select(row => new { row.Shard, row.Seq })
        .AsAsyncEnumerable()
        .Select(row => new Log.Gap(row.Shard, row.Seq));

    /// <summary>How many numbers of a shard, up to the one given, the ledger knows of, gaps with them.</summary>
    public Task<long> CountAsync(int round, int shard, long upTo, CancellationToken cancellationToken) =>
        db.Ledger.LongCountAsync(row => row.Round == round && row.Shard == shard && row.Seq <= upTo, cancellationToken);

    /// <summary>Where the voters of a round lie in the store. Reads no further when they lie everywhere.</summary>
    public async Task<HashSet<Slot>> ReadSlotsAsync(RoundKey round, CancellationToken cancellationToken)
    {
        var slots = new HashSet<Slot>();
        await foreach (var voter in Ballots(round.Number).Select(row => row.Voter).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var slot = Slot.Of(Pseudonym.Read(voter));
            slots.Add(slot with { Bucket = round.BucketOf(slot) });
            if (slots.Count == Slot.Shards * round.Buckets)
            {
                break;
            }
        }

        return slots;
    }

    public Task<long> CountVotersAsync(int round, CancellationToken cancellationToken) =>
        Ballots(round).Select(row => row.Voter).Distinct().LongCountAsync(cancellationToken);

    /// <summary>Who of these has a ballot in the box.</summary>
    public async Task<IReadOnlyList<byte[]>> FindVotersAsync(int round, IEnumerable<byte[]> voters, CancellationToken cancellationToken)
    {
        var found = new List<byte[]>();
        foreach (var some in voters.Chunk(AtATime))
        {
            found.AddRange(await db.Ledger
                .Where(row => row.Round == round && row.Version == 1 && some.Contains(row.Voter)).Select(row => row.Voter).ToListAsync(cancellationToken));
        }

        return found;
    }

    /// <summary>How many voters' last version came by each channel.</summary>
    public Task<Dictionary<BallotChannel, long>> CountByChannelAsync(int round, CancellationToken cancellationToken) =>
        LastVersions(round).GroupBy(row => row.Channel)
            .Select(channel => new { channel.Key, Count = channel.LongCount() })
            .ToDictionaryAsync(channel => channel.Key, channel => channel.Count, cancellationToken);

    /// <summary>The same of these voters alone.</summary>
    public async Task<Dictionary<BallotChannel, long>> CountByChannelAsync(int round, IEnumerable<byte[]> voters, CancellationToken cancellationToken)
    {
        var channels = new List<BallotChannel>();
        foreach (var some in voters.Chunk(AtATime))
        {
            channels.AddRange(await LastVersions(round).Where(row => some.Contains(row.Voter)).Select(row => row.Channel).ToListAsync(cancellationToken));
        }

        return channels.CountBy(channel => channel).ToDictionary(channel => channel.Key, channel => (long)channel.Value);
    }

    public Task<LedgerEntry?> FindLastAsync(int round, byte[] voter, CancellationToken cancellationToken) =>
        FirstAsync(db.Ledger.Where(row => row.Round == round && row.Voter == voter).OrderByDescending(row => row.Version), cancellationToken);

    public Task<LedgerEntry?> FindByKeyAsync(int round, byte[] voter, byte[] keyHash, CancellationToken cancellationToken) =>
        FirstAsync(db.Ledger.Where(row => row.Round == round && row.Voter == voter && row.KeyHash == keyHash), cancellationToken);

    public Task<LedgerEntry?> FindAtAsync(ReceiptCode code, CancellationToken cancellationToken) =>
        FirstAsync(db.Ledger.Where(row => row.Round == code.Round && row.Shard == code.Shard && row.Seq == code.Sequence && row.Version > 0), cancellationToken);

    public Task<bool> IsReplacedAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        db.Ledger.AnyAsync(row => row.Round == entry.Round && row.Voter == entry.Voter && row.Version > entry.Version, cancellationToken);

    /// <summary>Voter, and choices, by voter and rising version, as a stream: the last of each voter is the one that counts.</summary>
    public IAsyncEnumerable<VersionRead> ReadVersions(int round) => Ballots(round).AsNoTracking()
        .OrderBy(row => row.Voter).ThenBy(row => row.Version)
        .Select(row => new VersionRead(row.Voter, row.Choices))
        .AsAsyncEnumerable();

    /// <summary>Without gaps.</summary>
    private IQueryable<LedgerRow> Ballots(int round) => db.Ledger.Where(row => row.Round == round && row.Version > 0);

    private IQueryable<LedgerRow> LastVersions(int round) => Ballots(round)
        .Where(row => !db.Ledger.Any(later => later.Round == round && later.Voter == row.Voter && later.Version == row.Version + 1));

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static async Task<LedgerEntry?> FirstAsync(IQueryable<LedgerRow> rows, CancellationToken cancellationToken) =>
        (await rows.AsNoTracking().FirstOrDefaultAsync(cancellationToken))?.ToEntry();
}

internal readonly record struct VersionRead(byte[] Voter, byte[] Choices);
