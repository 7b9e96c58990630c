using System.Data.Common;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Medborgarbudget.Voting.Tests.Hosting;

/// <summary>Holds the ledger so that nothing commits to it, until disposed: the file's write lock in SQLite, the table in PostgreSQL.</summary>
public sealed class LedgerBlock : IAsyncDisposable
{
    private readonly DbConnection _connection;

    private LedgerBlock(DbConnection connection) => _connection = connection;

    public static async Task<LedgerBlock> StartAsync(VotingFixture voting)
    {
        var isSqlite = voting.Storage == StorageKind.Sqlite;
        DbConnection connection = isSqlite ? new SqliteConnection(voting.ConnectionString) : new NpgsqlConnection(voting.ConnectionString);
        await connection.OpenAsync(Stop.Token);
        await using var command = connection.CreateCommand();
        command.CommandText = isSqlite ? "BEGIN IMMEDIATE" : "BEGIN; LOCK TABLE ledger IN SHARE MODE";
        await command.ExecuteNonQueryAsync(Stop.Token);
        return new LedgerBlock(connection);
    }

    public async ValueTask DisposeAsync()
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = "ROLLBACK";
        await command.ExecuteNonQueryAsync(CancellationToken.None);
        await _connection.DisposeAsync();
    }
}
