using Npgsql;
using Testcontainers.PostgreSql;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>A real PostgreSQL. Each test class asks for a database of its own.</summary>
public static class PostgresServer
{
    private static readonly SharedServer<string> Server =
        new("PostgreSQL", () => TestServerSettings.Postgres, StartAsync);

    /// <summary>
    /// Creates an empty database, which is dropped when disposed. Skips the test where there is no server.
    /// </summary>
    public static async Task<PostgresDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(await Server.AddressAsync(cancellationToken));
        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server.ConnectionString, $"""CREATE DATABASE "{name}" """, cancellationToken);
        return new PostgresDatabase(server.ConnectionString, name);
    }

    internal static async Task ExecuteAsync(string server, string command, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var prepared = source.CreateCommand(command);
        await prepared.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> StartAsync()
    {
        // The builder turns fsync off; the last setting wins, and tests about crashes need it on.
        var container = new PostgreSqlBuilder(TestServerSettings.PostgresImage)
            .WithUsername(TestServerSettings.Credential)
            .WithPassword(TestServerSettings.Credential)
            .WithDatabase(TestServerSettings.Credential)
            .WithLabel(TestServerSettings.OwnerLabel, TestContainers.Owner)
            .WithCommand("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on")
            .WithCommand("-c", "max_connections=500")
            .Build();
        await TestContainers.StartSharedAsync(container);
        return container.GetConnectionString();
    }
}

/// <summary>A database of its own on the shared server; dropped with whatever is still connected.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    internal PostgresDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>For Npgsql, with the user who owns the database.</summary>
    public string ConnectionString { get; }

    public async ValueTask DisposeAsync() =>
        await PostgresServer.ExecuteAsync(
            _server, $"""DROP DATABASE IF EXISTS "{_name}" WITH (FORCE)""", CancellationToken.None);
}
