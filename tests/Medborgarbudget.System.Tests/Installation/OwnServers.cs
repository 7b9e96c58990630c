using Medborgarbudget.Standalone;
using Medborgarbudget.TestKit.RealServers;
using Npgsql;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>A PostgreSQL of its own with the empty databases of production, and an empty Redis and virtual host.</summary>
internal sealed class OwnServers : IAsyncDisposable
{
    private readonly RedisDatabase _redis;
    private readonly RabbitVirtualHost _rabbit;

    private OwnServers(DedicatedServer postgres, RedisDatabase redis, RabbitVirtualHost rabbit) => (Postgres, _redis, _rabbit) = (postgres, redis, rabbit);

    public DedicatedServer Postgres { get; }

    public RealBackends Backends => new(PostgresOf, _redis.Configuration, _rabbit.Address.ToString());

    public static async Task<OwnServers> StartAsync(CancellationToken cancellationToken)
    {
        var servers = new OwnServers(
            await PostgresServer.StartDedicatedAsync("SIGKILL", cancellationToken),
            await RedisServer.CreateDatabaseAsync(cancellationToken),
            await RabbitServer.CreateVirtualHostAsync(cancellationToken));
        foreach (var database in RestoreRunbook.Databases)
        {
            await servers.Postgres.RunAsync($"createdb --username test {database}", cancellationToken);
        }

        return servers;
    }

    /// <summary>Returns when the broker has all events of a service.</summary>
    public async Task SentAsync(string service, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(PostgresOf(service));
        long waiting;
        do
        {
            await Task.Delay(20, cancellationToken);
            await using var count = database.CreateCommand("SELECT count(*) FROM outbox WHERE sent_at IS NULL");
            waiting = (long)(await count.ExecuteScalarAsync(cancellationToken))!;
        }
        while (waiting > 0);
    }

    public async ValueTask DisposeAsync()
    {
        await Postgres.DisposeAsync();
        await _redis.DisposeAsync();
        await _rabbit.DisposeAsync();
    }

    private string PostgresOf(string service) =>
        new NpgsqlConnectionStringBuilder(Postgres.Address) { Database = service.ToLowerInvariant() }.ConnectionString;
}
