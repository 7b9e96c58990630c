using System.Globalization;
using System.Net;
using System.Text;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G1, G4 and G5: the whole path against a bare echo and against acknowledging from memory.</summary>
internal sealed class PathGoals : IAsyncDisposable
{
    /// <summary>Whole rounds, since the compiler has more to do for all that is asked of the processes than for casts; in a profile it is done by then.</summary>
    private const int WarmUps = 10;
    private const int Reading = 128;
    private const int Electorate = 500_000;
    private static readonly string[] Programs = ["gateway", "Voting", "load generator", "PostgreSQL", "Redis"];
    private readonly BallotBenchOptions _options;
    private readonly BenchServers _servers;
    private readonly BallotCluster _memory;
    private readonly ServiceProcess _echo;
    private readonly Load _toLedger;
    private readonly Load _toMemory;
    private readonly Load _toEcho;

    private PathGoals(BallotBenchOptions options, BenchServers servers, BallotCluster ledger, BallotCluster memory, ServiceProcess echo, int echoPort)
    {
        (_options, _servers, Ledger, _memory, _echo) = (options, servers, ledger, memory, echo);
        _toLedger = new Load(ledger.Addresses[0], options.Connections);
        _toMemory = new Load(memory.Addresses[0], options.Connections);
        _toEcho = new Load(new IPEndPoint(IPAddress.Loopback, echoPort), options.Connections);
    }

    /// <param name="Cpu">Of each of <see cref="Programs"/>, in microseconds a ballot.</param>
    /// <param name="EchoCpu">Of the echo, in microseconds a request.</param>
    private sealed record Round(LoadReport Ledger, double Memory, double Echo, double[] Cpu, double EchoCpu)
    {
        /// <summary>Of our own programs.</summary>
        public double OwnCpu => Cpu[0] + Cpu[1];
    }

    /// <summary>The path at level ledger, warm after <see cref="MeasureAsync"/>.</summary>
    public BallotCluster Ledger { get; }

    public static async Task<PathGoals> StartAsync(BallotBenchOptions options, BenchServers servers)
    {
        var port = FreePort.Take();
        var echo = new ServiceProcess("Medborgarbudget.Benchmarks", new Dictionary<string, string?>());
        echo.Start("echo", port.ToString(CultureInfo.InvariantCulture));
        (string, string)[] unlimited = [("Voting:CastsPerMinute", "1000000")];
        var ledger = await BallotCluster.StartAsync(servers.Storage(await servers.CreateDatabaseAsync()), 1, CancellationToken.None, "ledger", more: unlimited);
        var memory = await BallotCluster.StartAsync(servers.Storage(await servers.CreateDatabaseAsync()), 1, CancellationToken.None, "memory", more: unlimited);
        await ledger.OpenVoteAsync(TimeSpan.FromDays(1), CancellationToken.None, Electorate);
        await memory.OpenVoteAsync(TimeSpan.FromDays(1), CancellationToken.None, Electorate);
        return new PathGoals(options, servers, ledger, memory, echo, port);
    }

    public async Task<IReadOnlyList<Goal>> MeasureAsync()
    {
        // The same voters each time: Voting is sure to remember 250,000 tokens, and those that are measured have to be among them.
        var (ledgerVoters, memoryVoters) = (NewVoters(Ledger), NewVoters(_memory));
        for (var i = 0; i < WarmUps; i++)
        {
            await RoundAsync(ledgerVoters, memoryVoters);
        }

        var rounds = new List<Round>();
        for (var i = 0; i < _options.Rounds; i++)
        {
            rounds.Add(await RoundAsync(NewVoters(Ledger), NewVoters(_memory)));
        }

        var fresh = new List<double>();
        for (var i = 0; i < _options.Rounds; i++)
        {
            fresh.Add(await FreshAsync());
        }

        var rate = BallotBench.Median(rounds.Select(round => round.Ledger.AcceptedPerSecond));
        var cpu = BallotBench.Median(rounds.Select(round => round.OwnCpu));
        var (p50, p99) = (BallotBench.Median(rounds.Select(round => round.Ledger.Percentile(0.5) / 1e3)), BallotBench.Median(rounds.Select(round => round.Ledger.Percentile(0.99) / 1e3)));
        var (echo, echoCpu) = (BallotBench.Median(rounds.Select(round => round.Echo)), BallotBench.Median(rounds.Select(round => round.EchoCpu)));
        var conditions = _options.Conditions;
        return
        [
            Goal.AtLeast("G1", "acknowledged/s, tokens remembered", rate, 13_700, FormattableString.Invariant($"{conditions}; p50 {p50:F0} ms, p99 {p99:F0} ms; bare echo {echo:F0}/s, {echoCpu:F0} µs of CPU each")),
            Goal.AtLeast("G1", "full path ÷ bare echo, tokens remembered", BallotBench.Median(rounds.Select(round => round.Ledger.AcceptedPerSecond / round.Echo)), 0.5, conditions),
            Goal.AtLeast("G1", "full path ÷ bare echo, tokens seen for the first time", BallotBench.Median(fresh), 0.5, conditions),
            Goal.AtLeast("G4", "ledger ÷ memory", BallotBench.Median(rounds.Select(round => round.Ledger.AcceptedPerSecond / round.Memory)), 0.85, conditions),
            Goal.AtMost("G5", "CPU of gateway and Voting, µs a ballot", cpu, 120, $"{conditions}; {CpuOfEach(rounds)}"),
            Goal.AtMost("G5", "receipts and log, share of that CPU", ReceiptCost.MicrosecondsOfBallot() / cpu, 0.08, $"{conditions}; leaves, trees and signature of 256 receipts at a time"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _toLedger.Dispose();
        _toMemory.Dispose();
        _toEcho.Dispose();
        await _echo.DisposeAsync();
        await Ledger.DisposeAsync();
        await _memory.DisposeAsync();
    }

    private string[] NewVoters(BallotCluster cluster) => Requests.Tokens(cluster, _options.Ballots);

    /// <summary>Lets voters look at their ballot, so that their tokens are remembered.</summary>
    private static async Task LookAsync(BallotCluster cluster, string[] voters)
    {
        var looked = await Requests.RunAsync(cluster.Addresses[0], Reading, [.. voters.Select(token => Encoding.ASCII.GetBytes(
            $"GET /medborgarbudget/v1/sub-budgets/{cluster.Vote.Id}/ballot HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n"))]);
        if (looked.Accepted != voters.Length)
        {
            throw new InvalidOperationException($"Not all could look at their ballot: {string.Join(", ", looked.Answers)}");
        }
    }

    private async Task<Round> RoundAsync(string[] ledgerVoters, string[] memoryVoters)
    {
        await LookAsync(Ledger, ledgerVoters);
        await LookAsync(_memory, memoryVoters);
        var requests = Requests.Casts(Ledger, ledgerVoters);
        var before = Cpu();
        var ledger = await _toLedger.SendAsync(requests);
        double[] cpu = [.. Cpu().Zip(before, (now, then) => (now - then).TotalMicroseconds / Math.Max(1, ledger.Accepted))];
        var memory = await _toMemory.SendAsync(Requests.Casts(_memory, memoryVoters));
        var echoBefore = _echo.Cpu;
        var echo = await _toEcho.SendAsync(requests);
        return new Round(ledger, memory.AcceptedPerSecond, echo.AcceptedPerSecond, cpu, (_echo.Cpu - echoBefore).TotalMicroseconds / Math.Max(1, echo.Accepted));
    }

    private async Task<double> FreshAsync()
    {
        var requests = Requests.Casts(Ledger, NewVoters(Ledger));
        var fresh = await _toLedger.SendAsync(requests);
        var echo = await _toEcho.SendAsync(requests);
        return fresh.AcceptedPerSecond / echo.AcceptedPerSecond;
    }

    private TimeSpan[] Cpu() =>
        [Ledger.Gateways[0].Cpu, Ledger.Voting[0].Cpu, Environment.CpuUsage.TotalTime, _servers.PostgresCpu, BenchServers.CpuOf("redis-server")];

    private static string CpuOfEach(List<Round> rounds) => string.Join(", ", Programs.Select((program, i) =>
        FormattableString.Invariant($"{program} {BallotBench.Median(rounds.Select(round => round.Cpu[i])):F0}")));
}
