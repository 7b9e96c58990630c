using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
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

    /// <summary>The count whose result stands: of the published ones the last. Null also for what is no id.</summary>
    public async Task<CountRow?> FindPublishedAsync(string subBudgetId, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(subBudgetId, out var subBudget)
            ? await db.Counts.AsNoTracking()
                .Where(row => row.SubBudgetId == subBudget && row.PublishedAt != null)
                .OrderByDescending(row => row.PublishedAt)
                .FirstOrDefaultAsync(cancellationToken)
            : null;

    public async Task<byte[]?> FindCountedListAsync(CountId id, CancellationToken cancellationToken) =>
        (await db.CountedLists.AsNoTracking().FirstOrDefaultAsync(row => row.CountId == id, cancellationToken))?.Content;

    public async Task<byte[]?> FindExplanationAsync(CountId id, CancellationToken cancellationToken) =>
        (await db.Explanations.AsNoTracking().FirstOrDefaultAsync(row => row.CountId == id, cancellationToken))?.Content;

    /// <summary>Takes a running count that no instance works on, or null.</summary>
    public Task<CountRow?> TakeWorkAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        TakeAsync(db.Counts.Where(row => row.State == CountState.Running), now, until, cancellationToken);

    /// <summary>Takes a finished count that waits for its explanation, or null.</summary>
    public Task<CountRow?> TakeUnexplainedAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        TakeAsync(db.Counts.Where(row => row.Document != null && row.ExplainedAt == null), now, until, cancellationToken);

    /// <summary>Reports progress and keeps the lease; null gives the lease back. False when the count is no longer to be worked on.</summary>
    public async Task<bool> ReportAsync(CountRow work, DateTimeOffset? leaseUntil, CancellationToken cancellationToken) => await db.Counts
        .Where(row => row.Id == work.Id && row.ExplainedAt == null && row.State != CountState.Cancelled)
        .ExecuteUpdateAsync(
            row => row.SetProperty(r => r.BallotsRead, work.BallotsRead)
                .SetProperty(r => r.Runs, work.Runs)
                .SetProperty(r => r.Spent, work.Spent)
                .SetProperty(r => r.LeaseUntil, leaseUntil),
            cancellationToken) == 1;

    /// <summary>Keeps what a count gave; a count that another instance has finished, or a leader has cancelled, stays as it is.</summary>
    public async Task FinishAsync(CountRow finished, byte[] countedList, CancellationToken cancellationToken)
    {
        var row = await db.Counts.FirstAsync(row => row.Id == finished.Id, cancellationToken);
        if (row.State != CountState.Running)
        {
            return;
        }

        (row.State, row.BallotsRead, row.Failure) = (finished.State, finished.BallotsRead, finished.Failure);
        (row.Runs, row.Spent) = (finished.Runs, finished.Spent);
        (row.Result, row.Document, row.Channels, row.LeaseUntil) = (finished.Result, finished.Document, finished.Channels, null);
        row.Revision++;
        if (finished.State == CountState.Finished)
        {
            db.CountedLists.Add(new CountedListRow { CountId = row.Id, Content = countedList });
        }

        // Stale means that it was cancelled, or finished by another instance, in this moment: then that stands.
        await SaveAsync(cancellationToken);
    }

    /// <summary>Keeps the explanation, or why there is none. Does not touch the revision: whoever publishes meanwhile need not begin anew.</summary>
    public async Task ExplainAsync(CountRow explained, byte[]? explanation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isFirst = await db.Counts
            .Where(row => row.Id == explained.Id && row.ExplainedAt == null)
            .ExecuteUpdateAsync(
                row => row.SetProperty(r => r.ExplainedAt, now).SetProperty(r => r.Failure, explained.Failure).SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
                cancellationToken) == 1;
        if (isFirst && explanation is not null)
        {
            db.Explanations.Add(new ExplanationRow { CountId = explained.Id, Content = explanation });
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Saves. Errors: request.stale when another person acted at the same time.</summary>
    public async Task<Result<Unit>> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Ok;
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            return GeneralErrors.Stale;
        }
    }

    private static async Task<CountRow?> TakeAsync(IQueryable<CountRow> wanted, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var free = await wanted.AsNoTracking()
            .Where(row => row.LeaseUntil == null || row.LeaseUntil < now)
            .OrderBy(row => row.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        if (free is null)
        {
            return null;
        }

        var taken = await wanted
            .Where(row => row.Id == free.Id && (row.LeaseUntil == null || row.LeaseUntil < now))
            .ExecuteUpdateAsync(row => row.SetProperty(r => r.LeaseUntil, until), cancellationToken);
        return taken == 1 ? free : null;
    }
}
