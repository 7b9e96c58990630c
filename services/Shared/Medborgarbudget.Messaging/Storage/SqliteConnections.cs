using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Medborgarbudget.Messaging.Storage;

/// <summary>
/// What every connection to SQLite is told. SQLite itself waits for another writer: it looks again after 1, 2, 5 … 100 ms, where the provider
/// would look every 150 ms (<see href="https://sqlite.org/c3ref/busy_timeout.html"/>); after this wait the provider goes on waiting until the
/// command's timeout. What is deleted or overwritten is cleared in the file (<see href="https://sqlite.org/pragma.html#pragma_secure_delete"/>). And a connection
/// that was given a large page cache for one piece of work, and went back to the pool with it, gives it up: 2,000 KiB is SQLite's own measure.
/// </summary>
internal sealed class SqliteConnections : DbConnectionInterceptor
{
    private const string Settings = "PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON; PRAGMA cache_size = -2000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
