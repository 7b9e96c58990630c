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
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>After the commit. What could not be removed yet is told in the log of the service.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!(db.Database.IsSqlite() ? await EmptyLogAsync(cancellationToken) : await RewriteTableAsync(cancellationToken)))
        {
            logger.LogWarning("The database still keeps the former row of a pseudonym key: it is in use. Run the mode migrate again, or vacuum.");
        }
    }

    private async Task<bool> EmptyLogAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            for (var i = 0; i < Tries; i++)
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
                if (await IsDoneAsync(command, cancellationToken))
                {
                    return true;
                }

                await Task.Delay(Pause, cancellationToken);
            }

            return false;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>The first column is 1 while readers or a writer keep the log from being emptied.</summary>
    private static async Task<bool> IsDoneAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) && reader.GetInt64(0) == 0;
    }

    private async Task<bool> RewriteTableAsync(CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            // It waits for whoever reads the table (a backup), and every voter would wait behind it.
            await db.Database.ExecuteSqlRawAsync("set lock_timeout = '1s'", cancellationToken);
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
            await db.Database.CloseConnectionAsync();
        }
    }
}
