using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Log;

/// <summary>Heads, tiles and cosignatures of the logs.</summary>
internal sealed class LogStore(VotingDb db)
{
    public Task<LogHeadRow?> FindLastAsync(int round, CancellationToken cancellationToken) => db.LogHeads.AsNoTracking()
        .Where(row => row.Round == round)
        .OrderByDescending(row => row.Number)
        .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Whether the log can be gone on with from its last head.</summary>
    public async Task<bool> IsWholeAsync(int round, CancellationToken cancellationToken)
    {
        try
        {
            if (await FindLastAsync(round, cancellationToken) is { } last)
            {
                _ = LogGrowth.TreeAt(ToHead(last).Head, last.Peaks);
            }

            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            return false;
        }
    }

    public Task<LogHeadRow?> FindAsync(int round, int number, CancellationToken cancellationToken) =>
        db.LogHeads.AsNoTracking().FirstOrDefaultAsync(row => row.Round == round && row.Number == number, cancellationToken);

    public Task<LogHeadRow?> FindBySizeAsync(int round, long size, CancellationToken cancellationToken) =>
        db.LogHeads.AsNoTracking().FirstOrDefaultAsync(row => row.Round == round && row.Size == size, cancellationToken);

    /// <summary>heads.jsonl, oldest first, with the witnesses' signatures by name.</summary>
    public async Task<byte[]> ReadHeadsAsync(int round, CancellationToken cancellationToken)
    {
        var signed = (await db.Cosignatures.AsNoTracking().Where(row => row.Round == round).ToListAsync(cancellationToken)).ToLookup(row => row.Size);
        using var lines = new MemoryStream();
        await foreach (var row in db.LogHeads.AsNoTracking()
            .Where(row => row.Round == round).OrderBy(row => row.Number).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            lines.Write(signed.Contains(row.Size) ? WithCosignatures(row, signed[row.Size]) : row.Line);
            lines.WriteByte((byte)'\n');
        }

        return lines.ToArray();
    }

    public async Task<byte[]?> FindTileAsync(int round, int level, long number, CancellationToken cancellationToken) =>
        (await db.LogTiles.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Round == round && row.Level == level && row.Number == number, cancellationToken))?.Hashes;

    /// <summary>A tile that is to become wider, tracked: what is read again before it is saved costs nothing.</summary>
    public async Task<LogTileRow> ReadTileAsync(int round, int level, long number, CancellationToken cancellationToken) =>
        await db.LogTiles.FindAsync([round, level, number], cancellationToken) ?? throw new InvalidDataException("A tile of the log is missing.");

    public void Add(LogHeadRow head) => db.LogHeads.Add(head);

    public void Add(LogTileRow tile) => db.LogTiles.Add(tile);

    /// <summary>Keeps a signature; one that is there stays.</summary>
    public async Task AddAsync(CosignatureRow cosignature, CancellationToken cancellationToken)
    {
        if (await db.Cosignatures.FindAsync([cosignature.Round, cosignature.Size, cosignature.Witness], cancellationToken) is null)
        {
            db.Cosignatures.Add(cosignature);
            await SaveAsync(cancellationToken);
        }
    }

    /// <summary>Saves; false when another instance has written the same head, or another signature, before.</summary>
    public async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    private static byte[] WithCosignatures(LogHeadRow row, IEnumerable<CosignatureRow> cosignatures)
    {
        var head = ToHead(row);
        return (head with
        {
            Cosignatures = [.. cosignatures
                .OrderBy(one => one.Witness, StringComparer.Ordinal)
                .Select(one => new Cosignature(one.Witness, one.Time, [.. one.Signature]))],
        }).ToLine();
    }

    public static SignedHead ToHead(LogHeadRow row) => SignedHead.ReadLine(row.Line, out var head) is { } fault
        ? throw new InvalidDataException($"A stored tree head cannot be read: {fault}.")
        : head;
}
