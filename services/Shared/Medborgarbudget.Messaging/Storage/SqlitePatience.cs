using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Medborgarbudget.Messaging.Storage;

/// <summary>
/// Lets SQLite itself wait for another writer: it looks again after 1, 2, 5 … 100 ms, where the provider would look every 150 ms
/// (<see href="https://sqlite.org/c3ref/busy_timeout.html"/>). After this wait the provider goes on waiting until the command's timeout.
/// </summary>
internal sealed class SqlitePatience : DbConnectionInterceptor
{
    private const string Patience = "PRAGMA busy_timeout = 5000";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Patience;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Patience;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
