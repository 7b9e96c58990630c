using System.Globalization;
using Medborgarbudget.TestKit.RealServers;
using Npgsql;

namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>
/// A network of the engine on which everybody has the name that the cluster gives: the real servers of the tests are on it too, each with
/// room of this network's own.
/// </summary>
internal sealed class ContainerNetwork : IAsyncDisposable
{
    private readonly List<string> _servers = [];
    private readonly List<IAsyncDisposable> _rooms = [];

    public string Name { get; } = $"medborgarbudget-images-{Environment.ProcessId}";

    /// <summary>Where a container of the network finds the broker and the store.</summary>
    public string Broker { get; private set; } = "";

    public string Store { get; private set; } = "";

    public static async Task<ContainerNetwork> CreateAsync(CancellationToken cancellationToken)
    {
        var network = new ContainerNetwork();
        await CommandLine.RunAsync("docker", cancellationToken, "network", "create", "--label", $"medborgarbudget.test.owner={Environment.ProcessId}", network.Name);
        var broker = await RabbitServer.CreateVirtualHostAsync(cancellationToken);
        var store = await RedisServer.CreateDatabaseAsync(cancellationToken);
        network._rooms.AddRange([broker, store]);
        await network.ConnectAsync("rabbitmq", broker.Address.Port, cancellationToken);
        network.Broker = new UriBuilder(broker.Address) { Host = "rabbitmq", Port = 5672 }.Uri.ToString();
        var (address, options) = store.Configuration.Split(',', 2) is [var first, var rest] ? (first, rest) : (store.Configuration, "");
        await network.ConnectAsync("redis", int.Parse(address.Split(':')[1], CultureInfo.InvariantCulture), cancellationToken);
        network.Store = $"redis:6379,{options}";
        return network;
    }

    /// <summary>The connection string of a new database, as a container of the network uses it.</summary>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var database = await PostgresServer.CreateDatabaseAsync(cancellationToken);
        _rooms.Add(database);
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await ConnectAsync("postgres", server.Port, cancellationToken);
        (server.Host, server.Port) = ("postgres", 5432);
        return server.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await CommandLine.TryAsync("docker", CancellationToken.None, "network", "disconnect", "--force", Name, server);
        }

        foreach (var room in _rooms)
        {
            await room.DisposeAsync();
        }

        await CommandLine.RunAsync("docker", CancellationToken.None, "network", "rm", Name);
    }

    /// <summary>Brings in the container that publishes the port on this machine.</summary>
    private async Task ConnectAsync(string alias, int port, CancellationToken cancellationToken)
    {
        var server = await CommandLine.RunAsync("docker", cancellationToken, "ps", "--quiet", "--filter", $"publish={port}");
        if (!_servers.Contains(server))
        {
            await CommandLine.RunAsync("docker", cancellationToken, "network", "connect", "--alias", alias, Name, server);
            _servers.Add(server);
        }
    }
}
