using Medborgarbudget.Standalone;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.System.Tests.Hosting;

/// <summary>A database for each service, a Redis and a virtual host of RabbitMQ, all empty, on the servers that the tests share.</summary>
internal sealed class EmptyServers : IAsyncDisposable
{
    private readonly Dictionary<string, PostgresDatabase> _databases = [];
    private RedisDatabase? _redis;
    private RabbitVirtualHost? _rabbit;

    public static IReadOnlyList<string> Services { get; } = ["Identity", "Network", "Budget", "Decision", "Proposal", "Screening", "Voting", "FollowUp"];

    public RealBackends Backends => new(service => _databases[service].ConnectionString, _redis!.Configuration, _rabbit!.Address.ToString());

    public static async Task<EmptyServers> CreateAsync(CancellationToken cancellationToken)
    {
        var servers = new EmptyServers();
        try
        {
            await servers.FillAsync(cancellationToken);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>What RabbitMQ carries from now on can be read at <c>amq.rabbitmq.trace</c>.</summary>
    public Task TraceAsync(CancellationToken cancellationToken) => _rabbit!.TraceAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in _databases.Values.Concat<IAsyncDisposable?>([_redis, _rabbit]).OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        foreach (var service in Services)
        {
            _databases.Add(service, await PostgresServer.CreateDatabaseAsync(cancellationToken));
        }

        _redis = await RedisServer.CreateDatabaseAsync(cancellationToken);
        _rabbit = await RabbitServer.CreateVirtualHostAsync(cancellationToken);
    }
}
