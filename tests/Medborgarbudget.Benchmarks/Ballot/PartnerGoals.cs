using System.Net;
using System.Text;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G2 at the gateway and G3: the same load by the ways that others take.</summary>
internal static class PartnerGoals
{
    private const int WarmUps = 2;

    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options, BenchServers servers, BallotCluster cluster)
    {
        using var toOurs = new Load(cluster.Addresses[0], options.Connections);
        await using var rows = await Partner.StartAsync(servers, cluster, hasCounters: false);
        await using var counters = await Partner.StartAsync(servers, cluster, hasCounters: true);

        using var toRows = new Load(rows.Address, options.Connections);
        using var toCounters = new Load(counters.Address, options.Connections);

        // The slower ways get fewer ballots: a rate does not depend on it.
        var tokens = Requests.Tokens(cluster, Math.Max(1000, options.Ballots / 4));
        var ratios = new List<(double PassThrough, double Rows, double Counters)>();
        for (var round = 0; round < WarmUps + options.Rounds; round++)
        {
            var casts = Requests.Casts(cluster, tokens);
            var ours = await RateAsync(toOurs, casts);
            var passThrough = await RateAsync(toOurs, [.. Requests.Casts(cluster, tokens).Select(ThroughProxy)]);
            var plain = await RateAsync(toRows, casts);
            var counted = await RateAsync(toCounters, casts);
            if (round >= WarmUps)
            {
                ratios.Add((ours / passThrough, ours / plain, ours / counted));
            }
        }

        return
        [
            Goal.AtLeast("G2", "gateway that gathers ÷ YARP pass-through", BallotBench.Median(ratios.Select(ratio => ratio.PassThrough)), 1.8, options.Conditions),
            Goal.AtLeast("G3", "ours ÷ one PostgreSQL transaction a ballot", BallotBench.Median(ratios.Select(ratio => ratio.Rows)), 5, $"{options.Conditions}; the partner checks and signs nothing, 20 connections"),
            Goal.AtLeast("G3", "ours ÷ the same with a counter row a project", BallotBench.Median(ratios.Select(ratio => ratio.Counters)), 10, $"{options.Conditions}; the partner checks and signs nothing, 20 connections, 30 projects"),
        ];
    }

    private static async Task<double> RateAsync(Load load, List<byte[]> casts)
    {
        var report = await load.SendAsync(casts);
        return report.Accepted == casts.Count
            ? report.AcceptedPerSecond
            : throw new InvalidOperationException($"{report.Accepted} of {casts.Count} were accepted: {string.Join(", ", report.Answers)}");
    }

    /// <summary>The same address, spelled so that the intake leaves it to routing and the proxy passes it on.</summary>
    private static byte[] ThroughProxy(byte[] request) =>
        Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(request).Replace("/ballot HTTP", "/ballot/ HTTP", StringComparison.Ordinal));

    private sealed class Partner : IAsyncDisposable
    {
        private readonly ServiceProcess _voting;
        private readonly ServiceProcess _gateway;

        private Partner(ServiceProcess voting, ServiceProcess gateway, IPEndPoint address) => (_voting, _gateway, Address) = (voting, gateway, address);

        public IPEndPoint Address { get; }

        public static async Task<Partner> StartAsync(BenchServers servers, BallotCluster cluster, bool hasCounters)
        {
            var port = FreePort.Take();
            var voting = new ServiceProcess("Medborgarbudget.Benchmarks", new Dictionary<string, string?>());
            voting.Start(PlainVoting.Arguments(port, servers.Storage(await servers.CreateDatabaseAsync()).ConnectionString, hasCounters));
            var (gateway, address) = cluster.StartGateway(new IPEndPoint(IPAddress.Loopback, port));
            await Requests.WaitAsync(address, Requests.Casts(cluster, Requests.Tokens(cluster, 1))[0]);
            return new Partner(voting, gateway, address);
        }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            await _voting.DisposeAsync();
        }
    }
}
