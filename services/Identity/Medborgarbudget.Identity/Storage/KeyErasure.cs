using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Medborgarbudget.Identity.Storage;

/// <summary>
/// Removes what the database keeps of a wrapped K after it was overwritten. SQLite clears the page itself (secure_delete), the write-ahead
/// log is emptied here. PostgreSQL keeps the former row until the table is written anew; its own log and backups are beyond this service.
/// </summary>
internal sealed class KeyErasure(IdentityDb db, ILogger<KeyErasure> logger)
{
    private const int Tries = 25;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>After the commit. What could not be removed yet is told in the log of the service.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            if (!(db.Database.IsSqlite() ? await EmptyLogAsync(cancellationToken) : await RewriteTableAsync(cancellationToken)))
            {
                logger.LogWarning("The database still keeps the former row of a pseudonym key: it is in use. Write the table pseudonym_keys anew (vacuum full).");
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task<bool> EmptyLogAsync(CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return await BecomesTrueAsync(() => IsDoneAsync(command, cancellationToken), cancellationToken);
    }

    /// <summary>The first column is 1 while readers or a writer keep the log from being emptied.</summary>
    private static async Task<bool> IsDoneAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetInt64(0) == 0;
    }

    private async Task<bool> RewriteTableAsync(CancellationToken cancellationToken)
    {
        var change = await db.Database.SqlQuery<string>($"""select pg_current_xact_id()::text as "Value" """).SingleAsync(cancellationToken);
        return await BecomesTrueAsync(
            async () => await IsSeenByAllAsync(change, cancellationToken) && await VacuumAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// PostgreSQL keeps a former row, also when it writes the table anew, for as long as a transaction may still read it: one of this database,
    /// or a standby's, that began before the change, and whatever began beside a change in any database of the server.
    /// </summary>
    private Task<bool> IsSeenByAllAsync(string change, CancellationToken cancellationToken) => db.Database.SqlQuery<bool>(
        $"""
        select pg_snapshot_xmin(pg_current_snapshot()) > {change}::xid8
            and not exists (
                select from pg_stat_activity
                where pid <> pg_backend_pid() and (datname is null or datname = current_database()) and age(backend_xmin) >= age({change}::xid8::xid))
            and not exists (select from pg_replication_slots where age(xmin) >= age({change}::xid8::xid)) as "Value"
        """).SingleAsync(cancellationToken);

    private async Task<bool> VacuumAsync(CancellationToken cancellationToken)
    {
        try
        {
            // It waits for whoever reads the table (a backup), and every voter would wait behind it.
            await db.Database.ExecuteSqlRawAsync("set lock_timeout = '200ms'", cancellationToken);
            await db.Database.ExecuteSqlRawAsync("vacuum (full) pseudonym_keys", cancellationToken);
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync("reset lock_timeout", CancellationToken.None);
        }
    }

    private static async Task<bool> BecomesTrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await condition())
            {
                return true;
            }

            await Task.Delay(Pause, cancellationToken);
        }

        return false;
    }
}
