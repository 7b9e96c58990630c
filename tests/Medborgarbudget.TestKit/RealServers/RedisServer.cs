using Medborgarbudget.TestKit.Hosting;
using StackExchange.Redis;
using Testcontainers.Redis;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>A real Redis that syncs every write to disk. Each test class asks for a database of its own.</summary>
public static class RedisServer
{
    // Database 0 holds only the counter, by which several test processes never get the same database.
    private const int Databases = 4096;
    private const string NextDatabase = "medborgarbudget-test:next-database";

    private static readonly SharedServer<string> Server = new("Redis", () => TestServerSettings.Redis, StartAsync);

    /// <summary>
    /// Hands out an empty database, which is emptied when disposed. Skips the test where there is no server.
    /// </summary>
    public static async Task<RedisDatabase> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var address = await Server.AddressAsync(cancellationToken);
        var options = ConfigurationOptions.Parse(address);
        options.AllowAdmin = true;
        var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
        var count = await connection.GetDatabase().StringIncrementAsync(NextDatabase).WaitAsync(cancellationToken);
        var database = new RedisDatabase(connection, address, (int)(count % (Databases - 1)) + 1);
        await database.ClearAsync().WaitAsync(cancellationToken);
        return database;
    }

    /// <summary>
    /// Starts a server that only this test uses; <paramref name="appendFsync"/> is <c>always</c>, <c>everysec</c> or
    /// <c>no</c>, as in Redis. With <c>SIGKILL</c> as <paramref name="stopSignal"/>, stopping it is a crash.
    /// </summary>
    public static Task<DedicatedServer> StartDedicatedAsync(
        string appendFsync, string stopSignal, CancellationToken cancellationToken, SmallDisk? disk = null) =>
        ServerPolicy.StartOrSkipAsync("Redis", async () =>
        {
            var port = FreePort.Take();
            var container = Configure(appendFsync)
                .WithPortBinding(port, RedisBuilder.RedisPort)
                .WithCommand(disk is null ? [] : ["--dir", SmallDisk.Path])
                .WithCreateParameterModifier(create => create.StopSignal = stopSignal)
                .WithCreateParameterModifier(create => disk?.AddTo(create))
                .Build();
            await TestContainers.StartAsync(container, cancellationToken);
            return new DedicatedServer(container, $"127.0.0.1:{port}");
        });

    private static RedisBuilder Configure(string appendFsync) =>
        new RedisBuilder(TestServerSettings.RedisImage)
            .WithLabel(TestServerSettings.OwnerLabel, TestContainers.Owner)
            .WithCommand("redis-server", "--protected-mode", "no", "--databases", $"{Databases}")
            .WithCommand("--appendonly", "yes", "--appendfsync", appendFsync);

    private static async Task<string> StartAsync()
    {
        var container = Configure("always").Build();
        await TestContainers.StartSharedAsync(container);
        return container.GetConnectionString();
    }
}

/// <summary>A numbered database of its own on the shared server.</summary>
public sealed class RedisDatabase : IAsyncDisposable
{
    private readonly ConnectionMultiplexer _connection;
    private readonly int _number;

    internal RedisDatabase(ConnectionMultiplexer connection, string address, int number)
    {
        _connection = connection;
        _number = number;
        Configuration = $"{address},defaultDatabase={number}";
    }

    /// <summary>For StackExchange.Redis, with the database as the default one.</summary>
    public string Configuration { get; }

    public async ValueTask DisposeAsync()
    {
        await ClearAsync();
        await _connection.DisposeAsync();
    }

    internal Task ClearAsync() => _connection.GetDatabase(_number).ExecuteAsync("FLUSHDB");
}
