using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>
/// How far an import has come. It is read outside of a transaction, so that everybody sees its progress and can cancel it, and written in one.
/// </summary>
internal sealed class RollImportStore(IdentityDb db)
{
    /// <summary>After so long without progress the one who read it is gone.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Begins to read an import: nothing of its text changes from here on. False when it is finished, or somebody reads it.</summary>
    public async Task<bool> BeginReadingAsync(RollImportId import, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var gone = now - Patience;
        return await db.RollImports
            .Where(row => row.Id == import && (row.State == RollImportState.Open || (row.State == RollImportState.Reading && row.ReadAt < gone)))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, RollImportState.Reading).SetProperty(row => row.ReadAt, now).SetProperty(row => row.Rows, 0),
                cancellationToken) == 1;
    }

    /// <summary>Notes how many rows were read; false when the import was cancelled.</summary>
    public async Task<bool> NoteProgressAsync(RollImportId import, int rows, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.RollImports.Where(row => row.Id == import && row.State == RollImportState.Reading)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Rows, rows).SetProperty(row => row.ReadAt, now), cancellationToken) == 1;

    /// <summary>Holds an import that is being read until the transaction ends: from here on it cannot be cancelled. False when it was.</summary>
    public async Task<bool> HoldReadingAsync(RollImportId import, CancellationToken cancellationToken) =>
        await db.RollImports.Where(row => row.Id == import && row.State == RollImportState.Reading)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RollImportState.Reading), cancellationToken) == 1;

    /// <summary>Opens an import again that is no longer read and has not ended.</summary>
    public Task ReopenAsync(RollImportId import, CancellationToken cancellationToken) =>
        db.RollImports.Where(row => row.Id == import && row.State == RollImportState.Reading)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RollImportState.Open), cancellationToken);

    /// <summary>Cancels an import and deletes its text; false when it is finished. Inside a transaction.</summary>
    public async Task<bool> CancelAsync(RollImportId import, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cancelled = await db.RollImports.Where(row => row.Id == import && (row.State == RollImportState.Open || row.State == RollImportState.Reading))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.State, RollImportState.Cancelled).SetProperty(row => row.FinishedAt, now), cancellationToken) == 1;
        if (cancelled)
        {
            await db.RollImportParts.Where(row => row.ImportId == import).ExecuteDeleteAsync(cancellationToken);
        }

        return cancelled;
    }

    /// <summary>Keeps the faults by the hundred; saved by the caller.</summary>
    public void AddFaults(RollImportId import, IReadOnlyList<RollLineFault> faults) => db.RollFaultPages.AddRange(
        faults.Chunk(RollReading.Told).Select((page, number) => new RollFaultPageRow { ImportId = import, Number = number, Faults = JsonSerializer.Serialize(page, Json) }));

    /// <summary>Some faults after the first so many.</summary>
    public async Task<IReadOnlyList<RollLineFault>> ReadFaultsAsync(RollImportId import, int skip, int count, CancellationToken cancellationToken)
    {
        var (first, last) = (skip / RollReading.Told, ((long)skip + count) / RollReading.Told);
        var pages = await db.RollFaultPages.AsNoTracking().Where(row => row.ImportId == import && row.Number >= first && row.Number <= last)
            .OrderBy(row => row.Number).Select(row => row.Faults).ToListAsync(cancellationToken);
        return [.. pages.SelectMany(page => JsonSerializer.Deserialize<List<RollLineFault>>(page, Json)!).Skip(skip % RollReading.Told).Take(count)];
    }
}
