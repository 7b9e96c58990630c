using System.Globalization;
using System.Net;
using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>
/// Measures the path of a ballot against the bare limit: the real gateway and Voting as processes, Redis and PostgreSQL, the load generator
/// beside them, in interleaved rounds of which the medians are given. What is measured while the programs are still being compiled does not count.
/// </summary>
internal sealed class BallotBench : IAsyncDisposable
{
    private const int WarmUps = 4;
    private readonly BenchServers _servers;
    private readonly BallotCluster _ledger;
    private readonly BallotCluster _memory;
    private readonly ServiceProcess _echo;
    private readonly IPEndPoint _echoAddress;
    private readonly BallotBenchOptions _options;
    private int _round;

    private BallotBench(BallotBenchOptions options, BenchServers servers, BallotCluster ledger, BallotCluster memory, ServiceProcess echo, int echoPort) =>
        (_options, _servers, _ledger, _memory, _echo, _echoAddress) = (options, servers, ledger, memory, echo, new IPEndPoint(IPAddress.Loopback, echoPort));

    private static async Task<BallotBench> StartAsync(BallotBenchOptions options)
    {
        var servers = await BenchServers.StartAsync();
        var port = ServiceProcess.FreePort();
        var echo = new ServiceProcess("Medborgarbudget.Benchmarks", new Dictionary<string, string?>());
        echo.Start("echo", port.ToString(CultureInfo.InvariantCulture));
        (string, string)[] unlimited = [("Voting:CastsPerMinute", "1000000")];
        var ledger = await BallotCluster.StartAsync(servers.Storage(await servers.CreateDatabaseAsync()), 1, CancellationToken.None, "ledger", more: unlimited);
        var memory = await BallotCluster.StartAsync(servers.Storage(await servers.CreateDatabaseAsync()), 1, CancellationToken.None, "memory", more: unlimited);
        return new BallotBench(options, servers, ledger, memory, echo, port);
    }

    /// <summary>The table as lines, or as one JSON object a line.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(BallotBenchOptions options, bool asJson)
    {
        await using var bench = await StartAsync(options);
        var goals = await bench.MeasureAsync();
        return asJson ? [.. goals.Select(goal => goal.ToJson())] : [.. goals.Select(goal => goal.ToLine()), goals[0].Conditions];
    }

    private async Task<IReadOnlyList<Goal>> MeasureAsync()
    {
        var conditions = string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, load generator on them, {_options.Connections} connections, {_options.Ballots} ballots a round, medians of {_options.Rounds} interleaved rounds");
        var redisBefore = await _servers.RedisBytesAsync();
        var ledgerTokens = Tokens(_ledger);
        var memoryTokens = Tokens(_memory);
        var rounds = new List<Round>();
        for (var i = 0; i < WarmUps + _options.Rounds; i++)
        {
            var round = await RoundAsync(ledgerTokens, memoryTokens);
            if (i >= WarmUps)
            {
                rounds.Add(round);
            }
        }

        var fresh = new List<(double Rate, double Bare)>();
        for (var i = 0; i < _options.Rounds; i++)
        {
            fresh.Add(await FreshAsync());
        }

        var rate = Median(rounds.Select(round => round.Ledger.AcceptedPerSecond));
        var latency = Median(rounds.Select(round => round.Ledger.Percentile(0.99) / 1000.0));
        return
        [
            new Goal("G1", "acknowledged/s, tokens remembered", rate, ">= 13700", rate >= 13_700, $"{conditions}; p99 {latency:F0} ms; bare echo {Median(rounds.Select(round => round.Echo)):F0}/s"),
            Goal.AtLeast("G1", "full path ÷ bare echo, tokens remembered", Median(rounds.Select(round => round.Ledger.AcceptedPerSecond / round.Echo)), 0.5, conditions),
            Goal.AtLeast("G1", "full path ÷ bare echo, tokens seen for the first time", Median(fresh.Select(one => one.Rate / one.Bare)), 0.5, conditions),
            Goal.AtLeast("G4", "ledger ÷ memory", Median(rounds.Select(round => round.Ledger.AcceptedPerSecond / round.Memory)), 0.85, conditions),
            Goal.AtMost("G5", "CPU of gateway and Voting, µs a ballot", Median(rounds.Select(round => round.CpuMicroseconds)), 120, conditions),
            Goal.AtMost("G6", "ledger with its indexes, bytes a version", await BenchServers.LedgerBytesAsync(_ledger), 170, $"{conditions}; random arrival over 64 shards"),
            Goal.AtMost("G6", "Redis, bytes a voter", (await _servers.RedisBytesAsync() - redisBefore) / (double)(2 * _options.Ballots + _options.Rounds * _options.Ballots), 80, $"{conditions}; ballots changed several times remember earlier keys"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _echo.DisposeAsync();
        await _ledger.DisposeAsync();
        await _memory.DisposeAsync();
        await _servers.DisposeAsync();
    }

    private sealed record Round(LoadReport Ledger, double Memory, double Echo, double CpuMicroseconds);

    private string[] Tokens(BallotCluster cluster) =>
        [.. Enumerable.Range(0, _options.Ballots).AsParallel().Select(_ => cluster.Requests.TokenOf(BallotRequests.NewVoter()))];

    private async Task<Round> RoundAsync(string[] ledgerTokens, string[] memoryTokens)
    {
        _round++;
        var requests = Requests(_ledger, ledgerTokens);
        var before = Cpu();
        var ledger = await RunAsync(_ledger.Addresses[0], requests);
        var cpu = (Cpu() - before).TotalMicroseconds / Math.Max(1, ledger.Accepted);
        var memory = await RunAsync(_memory.Addresses[0], Requests(_memory, memoryTokens));
        var echo = await RunAsync(_echoAddress, requests);
        return new Round(ledger, memory.AcceptedPerSecond, echo.AcceptedPerSecond, cpu);
    }

    private async Task<(double Rate, double Bare)> FreshAsync()
    {
        _round++;
        var requests = Requests(_ledger, Tokens(_ledger));
        var fresh = await RunAsync(_ledger.Addresses[0], requests);
        var echo = await RunAsync(_echoAddress, requests);
        return (fresh.AcceptedPerSecond, echo.AcceptedPerSecond);
    }

    private List<byte[]> Requests(BallotCluster cluster, string[] tokens) =>
        [.. tokens.Select((token, i) => cluster.Requests.Cast(token, $"key-{_round:D8}", i % 30, (i + 7) % 30, (i + 11) % 30))];

    private Task<LoadReport> RunAsync(IPEndPoint server, List<byte[]> requests) =>
        new Load(server, _options.Connections).RunAsync(requests, TimeSpan.FromMinutes(2), CancellationToken.None);

    private TimeSpan Cpu() => _ledger.Gateways[0].Cpu + _ledger.Voting[0].Cpu;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}

/// <summary>How much is measured.</summary>
internal sealed record BallotBenchOptions(int Ballots, int Connections, int Rounds);
