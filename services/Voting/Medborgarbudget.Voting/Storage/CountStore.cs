using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Storage;

/// <summary>Counts, the lease on a running one, and what they gave.</summary>
internal sealed class CountStore(VotingDb db)
{
    public Task<CountRow?> FindAsync(CountId id, CancellationToken cancellationToken) =>
        db.Counts.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    public Task<CountRow?> FindRunningAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        db.Counts.FirstOrDefaultAsync(row => row.SubBudgetId == subBudget && row.State == CountState.Running, cancellationToken);

    public void Add(CountRow row) => db.Counts.Add(row);

    /// <summary>The count whose result stands: of the published ones the last.</summary>
    public Task<CountRow?> FindPublishedAsync(SubBudgetId subBudget, CancellationToken cancellationToken) => db.Counts.AsNoTracking()
        .Where(row => row.SubBudgetId == subBudget && row.PublishedAt != null)
        .OrderByDescending(row => row.PublishedAt)
        .FirstOrDefaultAsync(cancellationToken);

    public async Task<byte[]?> FindCountedListAsync(CountId id, CancellationToken cancellationToken) =>
        (await db.CountedLists.AsNoTracking().FirstOrDefaultAsync(row => row.CountId == id, cancellationToken))?.Content;

    /// <summary>Takes a running count that no instance works on, or null.</summary>
    public async Task<CountRow?> TakeWorkAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var free = await db.Counts.AsNoTracking()
            .Where(row => row.State == CountState.Running && (row.LeaseUntil == null || row.LeaseUntil < now))
            .OrderBy(row => row.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (free is null)
        {
            return null;
        }

        var taken = await db.Counts
            .Where(row => row.Id == free.Id && row.State == CountState.Running && (row.LeaseUntil == null || row.LeaseUntil < now))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.LeaseUntil, until), cancellationToken);
        return taken == 1 ? free : null;
    }

    /// <summary>Reports progress and keeps the lease; null gives the lease back.</summary>
    public Task ReportAsync(CountId id, long read, DateTimeOffset? leaseUntil, CancellationToken cancellationToken) => db.Counts
        .Where(row => row.Id == id)
        .ExecuteUpdateAsync(
            row => row.SetProperty(r => r.BallotsRead, read).SetProperty(r => r.LeaseUntil, leaseUntil), cancellationToken);

    /// <summary>Keeps what a count gave; a count that another instance has finished meanwhile stays as it is.</summary>
    public async Task FinishAsync(CountRow finished, byte[] countedList, CancellationToken cancellationToken)
    {
        var row = await db.Counts.FirstAsync(row => row.Id == finished.Id, cancellationToken);
        if (row.State != CountState.Running)
        {
            return;
        }

        (row.State, row.BallotsRead, row.Failure) = (finished.State, finished.BallotsRead, finished.Failure);
        (row.Result, row.Document, row.LeaseUntil) = (finished.Result, finished.Document, null);
        row.Revision++;
        if (finished.State == CountState.Finished)
        {
            db.CountedLists.Add(new CountedListRow { CountId = row.Id, Content = countedList });
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Saves. Errors: request.stale when another person acted at the same time.</summary>
    public async Task<Result<Unit>> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Ok;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
    }
}
