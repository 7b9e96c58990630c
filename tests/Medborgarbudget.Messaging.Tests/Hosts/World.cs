using Medborgarbudget.Messaging.Transport.InProcess;
using Medborgarbudget.TestKit.RealServers;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Messaging.Tests.Hosts;

/// <summary>What the hosts of a test stand on.</summary>
public enum Ground
{
    /// <summary>SQLite files and the in-process transport.</summary>
    Embedded,

    /// <summary>PostgreSQL, a database a service, and the in-process transport.</summary>
    Postgres,

    /// <summary>PostgreSQL, a database a service, and RabbitMQ.</summary>
    RabbitMq,
}

/// <summary>Several services, each with a database of its own that outlives its hosts, and one transport between them.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string Publisher = "publisher";
    public const string Consumer = "consumer";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private readonly InProcessBroker _broker = new();
    private readonly Dictionary<string, PostgresDatabase> _databases = [];
    private readonly List<BenchHost> _hosts = [];
    private readonly Ground _ground;
    private RabbitVirtualHost? _virtualHost;

    private World(Ground ground) => _ground = ground;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The broker's address; a test may name another than that of the world's own virtual host.</summary>
    public Uri? RabbitMq { get; private set; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<World> Create(Ground ground, TimeProvider? clock = null, Uri? rabbitMq = null)
    {
        var world = new World(ground) { Clock = clock ?? TimeProvider.System, RabbitMq = rabbitMq };
        if (ground == Ground.RabbitMq && rabbitMq is null)
        {
            world._virtualHost = await RabbitServer.CreateVirtualHostAsync(Stop);
            world.RabbitMq = world._virtualHost.Address;
        }

        return world;
    }

    /// <summary>A publisher.</summary>
    public Task<BenchHost> StartPublisher() => Start(Publisher, _ => { });

    /// <summary>A consumer service with one consumer of <see cref="BenchPlaced"/>.</summary>
    public Task<BenchHost> StartConsumer(string service = Consumer) =>
        Start(service, services => services.AddConsumer<OnBenchPlaced, BenchPlaced>());

    /// <summary>One more host of the service; all of them share its database.</summary>
    public async Task<BenchHost> Start(string service, Action<IServiceCollection> more)
    {
        var host = await BenchHost.StartAsync(await PartsOf(service), more);
        _hosts.Add(host);
        return host;
    }

    /// <summary>Migrates a consumer service and starts nothing of it.</summary>
    public async Task MigrateConsumer(string service) =>
        await BenchHost.PrepareAsync(await PartsOf(service), services => services.AddConsumer<OnBenchPlaced, BenchPlaced>());

    /// <summary>Waits until the hosts' queues are there; an event published earlier would wait for them, but only for the first.</summary>
    public async Task Bound(params IEnumerable<BenchHost> consumers)
    {
        if (RabbitMq is null)
        {
            return;
        }

        foreach (var consumer in consumers)
        {
            await Eventually.True(() => Wire.IsBound(RabbitMq, consumer.Service));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }

        if (_virtualHost is not null)
        {
            await _virtualHost.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<HostParts> PartsOf(string service)
    {
        var socket = Path.Combine(_folder, $"s{_hosts.Count}");
        return _ground == Ground.Embedded
            ? new HostParts(service, "sqlite", $"Data Source={Path.Combine(_folder, $"{service}.db")}", _broker, null, Clock, socket)
            : new HostParts(service, "postgres", (await Database(service)).ConnectionString, _broker, RabbitMq, Clock, socket);
    }

    public async Task<PostgresDatabase> Database(string service) =>
        _databases.TryGetValue(service, out var database)
            ? database
            : _databases[service] = await PostgresServer.CreateDatabaseAsync(Stop);
}
