using Medborgarbudget.TestKit.Hosting;
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

    /// <summary>
    /// Starts a server that only this test uses, to be stopped and started again. With <c>SIGKILL</c> as stop signal, stopping it is a crash.
    /// Its address is a connection string for Npgsql.
    /// </summary>
    public static Task<DedicatedServer> StartDedicatedAsync(string stopSignal, CancellationToken cancellationToken, SmallDisk? disk = null) =>
        ServerPolicy.StartOrSkipAsync("PostgreSQL", async () =>
        {
            var port = FreePort.Take();
            var container = (disk is null ? Configure() : Configure().WithEnvironment("PGDATA", $"{SmallDisk.Path}/data"))
                .WithPortBinding(port, PostgreSqlBuilder.PostgreSqlPort)
                .WithCreateParameterModifier(create => create.StopSignal = stopSignal)
                .WithCreateParameterModifier(create => disk?.AddTo(create))
                .Build();
            await TestContainers.StartAsync(container, cancellationToken);
            const string Login = TestServerSettings.Credential;
            return new DedicatedServer(container, $"Host=127.0.0.1;Port={port};Username={Login};Password={Login};Database={Login}");
        });

    internal static async Task ExecuteAsync(string server, string command, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var prepared = source.CreateCommand(command);
        await prepared.ExecuteNonQueryAsync(cancellationToken);
    }

    // The builder turns fsync off; the last setting wins, and tests about crashes need it on.
    private static PostgreSqlBuilder Configure() => new PostgreSqlBuilder(TestServerSettings.PostgresImage)
        .WithUsername(TestServerSettings.Credential)
        .WithPassword(TestServerSettings.Credential)
        .WithDatabase(TestServerSettings.Credential)
        .WithLabel(TestServerSettings.OwnerLabel, TestContainers.Owner)
        .WithCommand("-c", "fsync=on", "-c", "full_page_writes=on", "-c", "synchronous_commit=on")
        .WithCommand("-c", "max_connections=500");

    private static async Task<string> StartAsync()
    {
        var container = Configure().Build();
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
