using System.Data.Common;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Medborgarbudget.Messaging.Acts;

/// <summary>
/// Sees what is written past SaveChanges, by ExecuteUpdate, ExecuteDelete and ExecuteSql, and tells of it before the commit. A query that writes
/// (<c>returning</c>) is not seen: it goes with a save.
/// </summary>
internal sealed class WatchStatements : IDbCommandInterceptor, IDbTransactionInterceptor
{
    public InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (eventData.Context is ServiceDb { Acts: { } acts } db && IsStatement(eventData))
        {
            acts.BeforeStatement(db);
        }

        return result;
    }

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NonQueryExecuting(command, eventData, result));

    public int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        if (result != 0 && eventData.Context is ServiceDb { Acts: { } acts } db && IsStatement(eventData))
        {
            acts.AfterStatement(db);
        }

        return result;
    }

    public ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken) =>
        ValueTask.FromResult(NonQueryExecuted(command, eventData, result));

    public InterceptionResult TransactionCommitting(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        if (eventData.Context is ServiceDb { Acts: { } acts } db && acts.HasWrittenIn(db))
        {
            db.SaveChanges();
        }

        return result;
    }

    public async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken)
    {
        if (eventData.Context is ServiceDb { Acts: { } acts } db && acts.HasWrittenIn(db))
        {
            await db.SaveChangesAsync(cancellationToken);
        }

        return result;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        if (eventData.Context is ServiceDb { Acts: { } acts })
        {
            acts.Committed(eventData.TransactionId);
        }
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    private static bool IsStatement(CommandEventData eventData) =>
        eventData.CommandSource is CommandSource.ExecuteUpdate or CommandSource.ExecuteDelete or CommandSource.ExecuteSqlRaw;
}
