using System.Globalization;
using System.Net;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Benchmarks.Ballot;
using Medborgarbudget.Benchmarks.Rolls;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.Benchmarks.SignIns;

/// <summary>Identity with a roll and an open vote, the local broker, and the connections over which persons come.</summary>
internal sealed class SignInCluster : IAsyncDisposable
{
    /// <summary>Whose processor time is told apart; SQLite's is Identity's.</summary>
    public static readonly IReadOnlyList<string> Programs = ["Identity", "broker", "load generator", "PostgreSQL"];

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly RollHost _host;
    private readonly ServiceProcess _broker = new("Medborgarbudget.Benchmarks", new Dictionary<string, string?>());
    private readonly BenchServers? _servers;
    private readonly HttpMessageInvoker[] _connections;
    private readonly SignInAddresses _addresses;
    private int _arrived = -1;

    private SignInCluster(RollHost host, BenchServers? servers, int connections)
    {
        (_host, _servers) = (host, servers);
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false }))];
        _addresses = new SignInAddresses(host.Address, host.SubBudget);
    }

    /// <summary>Null = SQLite.</summary>
    public string? Database { get; private init; }

    public double IdentityMebibytes => _host.PeakResidentBytes / 1024.0 / 1024.0;

    /// <param name="servers">Null = SQLite.</param>
    /// <param name="persons">On the roll.</param>
    public static async Task<SignInCluster> StartAsync(BenchServers? servers, int persons, int connections)
    {
        var database = servers is null ? null : $"{servers.Postgres};Database={await servers.CreateDatabaseAsync()}";
        var host = await RollHost.StartAsync(database);
        var cluster = new SignInCluster(host, servers, connections) { Database = database };
        try
        {
            await host.ImportAsync(RollExtract.Parts(persons));
            var port = FreePort.Take();
            cluster._broker.Start("broker", port.ToString(CultureInfo.InvariantCulture));
            await host.OpenVoteAsync(Settings(port));
            await cluster.WaitAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Persons who have not been here yet.</summary>
    public IReadOnlyList<Visitor> Arrive(Way way, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => way.Arrive(_addresses, RollExtract.PersonalNumber(Interlocked.Increment(ref _arrived))))];

    /// <summary>Does the work for all, one after the other on every connection.</summary>
    public async Task ForEachAsync(IReadOnlyList<Visitor> visitors, Func<Visitor, HttpMessageInvoker, Task> work)
    {
        var next = -1;
        await Task.WhenAll(_connections.Select(http => Task.Run(async () =>
        {
            for (int at; (at = Interlocked.Increment(ref next)) < visitors.Count;)
            {
                await work(visitors[at], http);
            }
        })));
    }

    /// <summary>Processor time so far of each of <see cref="Programs"/>.</summary>
    public TimeSpan[] Cpu() => [_host.Cpu, _broker.Cpu, Environment.CpuUsage.TotalTime, _servers?.PostgresCpu ?? TimeSpan.Zero];

    /// <summary>How many have a ballot token, as the roll itself says.</summary>
    public Task<int> CountTokensAsync() => _host.CountTokensAsync();

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_connections, connection => connection.Dispose());
        await _broker.DisposeAsync();
        await _host.DisposeAsync();
    }

    private static Dictionary<string, string?> Settings(int brokerPort) => new()
    {
        ["Identity:AllowHttp"] = "true",
        ["Identity:Web:Address"] = SignInAddresses.Web.AbsoluteUri,
        ["Identity:Web:Secret"] = SignInAddresses.ClientSecret,
        ["Identity:Brokers:local:Issuer"] = $"http://{IPAddress.Loopback}:{brokerPort}",
        ["Identity:Brokers:local:ClientId"] = LocalBroker.ClientId,
        ["Identity:Brokers:local:ClientSecret"] = LocalBroker.ClientSecret,
        ["Identity:Brokers:local:PersonalNumberClaim"] = "personal_number",
        ["Identity:Brokers:local:Levels:substantial:0"] = LocalBroker.Level,
        ["Identity:Brokers:local:Title:sv"] = "Påhittat leg",
        ["Identity:Brokers:local:Title:en"] = "Made-up ID",
    };

    private async Task WaitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await Way.SignedIn.WalkAsync(Arrive(Way.SignedIn, 1)[0], _connections[0], limit.Token);
                return;
            }
            catch (HttpRequestException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(Between);
            }
            catch (InvalidOperationException refused)
            {
                throw new InvalidOperationException($"Identity does not sign in: {_host.Log}", refused);
            }
        }
    }
}
