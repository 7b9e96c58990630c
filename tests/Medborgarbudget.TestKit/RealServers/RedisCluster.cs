using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// A real Redis Cluster of three masters that sync every write to disk, with all slots and without copies. The three run in one container, under
/// the same ports inside and outside: so the address at which a node announces itself leads there for its neighbours and for the test alike.
/// </summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;
    private const int FirstBusPort = 17001;
    private static readonly SharedServer<string> Server = new("Redis Cluster", () => null, StartSharedAsync);

    private readonly IContainer _container;
    private readonly int[] _ports;

    private RedisCluster()
    {
        _ports = [.. Enumerable.Range(0, Masters).Select(_ => FreePort.Take())];
        _container = _ports.Aggregate(
            new ContainerBuilder(TestServerSettings.RedisImage)
                .WithLabel(TestServerSettings.OwnerLabel, TestContainers.Owner)
                .WithEnvironment("REDISCLI_AUTH", TestServerSettings.Credential),
            (builder, port) => builder.WithPortBinding(port, port))
            .WithEntrypoint("sh", "-c")
            .WithCommand($"{string.Join(" && ", _ports.Select(StartNode))} && {Join} && exec tail -f /dev/null")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted("sh", "-c", All(_ports, "ok")))
            .Build();
    }

    /// <summary>As a deployment names a cluster: one name and port that leads to a node, which tells of the others by their addresses, and a password.</summary>
    public string Configuration => $"localhost:{_ports[0]},password={TestServerSettings.Credential}";

    private string Join => $"redis-cli --cluster create {string.Join(' ', _ports.Select(port => $"127.0.0.1:{port}"))} --cluster-replicas 0 --cluster-yes";

    /// <summary>Where the cluster answers that all tests of a process share. A cluster has no numbered databases: keys have to be the test's own.</summary>
    public static Task<string> SharedAsync(CancellationToken cancellationToken) => Server.AddressAsync(cancellationToken);

    /// <summary>Starts a cluster that only this test uses.</summary>
    public static Task<RedisCluster> StartDedicatedAsync(CancellationToken cancellationToken) => ServerPolicy.StartOrSkipAsync("Redis Cluster", async () =>
    {
        var cluster = new RedisCluster();
        await TestContainers.StartAsync(cluster._container, cancellationToken);
        return cluster;
    });

    /// <summary>Kills a master; returns when the others know that its slots are served by nobody.</summary>
    public Task KillAsync(int master, CancellationToken cancellationToken) =>
        RunAsync($"kill -9 $(cat /tmp/{_ports[master]}/pid) && {Until(All(_ports.Where(port => port != _ports[master]), "fail"))}", cancellationToken);

    /// <summary>Starts a killed master on its data; returns when all slots are served again.</summary>
    public Task StartAgainAsync(int master, CancellationToken cancellationToken) =>
        RunAsync($"{StartNode(_ports[master], master)} && {Until(All(_ports, "ok"))}", cancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static async Task<string> StartSharedAsync()
    {
        var cluster = new RedisCluster();
        await TestContainers.StartSharedAsync(cluster._container);
        return cluster.Configuration;
    }

    private static string StartNode(int port, int node) =>
        $"mkdir -p /tmp/{port} && redis-server --daemonize yes --dir /tmp/{port} --pidfile /tmp/{port}/pid --port {port} --protected-mode no" +
        $" --requirepass {TestServerSettings.Credential} --masterauth {TestServerSettings.Credential} --appendonly yes --appendfsync always" +
        $" --cluster-enabled yes --cluster-announce-ip 127.0.0.1 --cluster-port {FirstBusPort + node} --cluster-node-timeout 2000" +
        $" && {Until($"redis-cli -p {port} ping | grep -q PONG")}";

    /// <summary>A shell command that succeeds when each of the nodes has the state: <c>ok</c> or <c>fail</c>.</summary>
    private static string All(IEnumerable<int> ports, string state) =>
        string.Join(" && ", ports.Select(port => $"redis-cli -p {port} cluster info | grep -q cluster_state:{state}"));

    private static string Until(string holds) => $"timeout 60 sh -c 'until {holds}; do sleep 0.1; done'";

    private async Task RunAsync(string command, CancellationToken cancellationToken)
    {
        var result = await _container.ExecAsync(["sh", "-c", command], cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command}: {result.Stdout} {result.Stderr}");
        }
    }
}
