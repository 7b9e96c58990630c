using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.UnderLoad;

/// <summary>
/// Many voters at once on real processes, Redis and PostgreSQL. Here it counts that every ballot has the outcome that its voter was told and
/// that nobody is refused without need or rudely; how fast it goes is printed, and judged by the `ballot` benchmark.
/// </summary>
[Collection("processes")]
public sealed class LoadTests
{
    private const int MostConnections = 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ballots in each hour of the last day in parts of the mean, about as in Estonia: the busiest hour is the last, 4.5 times the mean.</summary>
    private static readonly double[] Hours =
        [0.1, 0.05, 0.05, 0.05, 0.05, 0.15, 0.4, 0.8, 1.1, 1.2, 1.2, 1.1, 1.0, 0.95, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 2.3, 4.5];

    [Fact]
    public async Task L1_Every_ballot_is_acknowledged_from_one_connection_to_a_thousand()
    {
        await using var cluster = await StartAsync();
        var acknowledged = new List<Acknowledgement>();
        for (var connections = 1; connections <= MostConnections; connections *= 2)
        {
            var wave = new Wave(cluster, Math.Max(100, 3 * connections) * LoadLength.Factor);
            var report = await new Load(cluster.Addresses[0], connections).RunAsync(wave.Requests, Patience, Stop.Token, wave.Take);

            Write($"{connections,4} connections", report);
            report.Accepted.ShouldBe(wave.Requests.Count);
            acknowledged.AddRange(wave.Acknowledged);
        }

        await ShouldBeCountedAsync(cluster, acknowledged);
    }

    [Fact]
    public async Task L2_A_last_day_as_in_Estonia_acknowledges_every_ballot()
    {
        const int MeanPerSecond = 80;
        await using var cluster = await StartAsync();
        var hour = LoadLength.Day / Hours.Length;
        TimeSpan[] due =
        [
            .. Hours.SelectMany((share, number) =>
            {
                var count = (int)Math.Round(share * MeanPerSecond * hour.TotalSeconds);
                return Enumerable.Range(0, count).Select(at => (number * hour) + (hour * at / count));
            }),
        ];
        var wave = new Wave(cluster, due.Length);
        var report = await new Load(cluster.Addresses[0], MostConnections).ArriveAsync(
            wave.Requests, at => due[at], LoadLength.Day + Patience, Stop.Token, wave.Take);

        Write("the day", report);
        report.Accepted.ShouldBe(wave.Requests.Count);
        await ShouldBeCountedAsync(cluster, wave.Acknowledged);
    }

    [Fact]
    public async Task L3_After_a_minute_on_television_everybody_who_comes_again_has_voted()
    {
        await using var cluster = await StartAsync(SmallQueues);
        var (first, peak) = await PeakAsync(cluster);
        var flood = 3 * peak.AcceptedPerSecond;
        var rise = flood / 2;
        var wave = new Wave(cluster, (int)(rise + (flood * LoadLength.FloodSeconds)));
        var report = await new Load(cluster.Addresses[0], MostConnections).ArriveAsync(
            wave.Requests, at => TimeSpan.FromSeconds(at < rise ? Math.Sqrt(at / rise) : 1 + ((at - rise) / flood)), Patience, Stop.Token, wave.Take);

        Write($"from 0 to {flood:F0}/s in one second", report);
        ShouldBePolite(report);
        await wave.SettleAsync(cluster, isRefusedToComeAgain: true);
        wave.Acknowledged.Count.ShouldBe(wave.Requests.Count);
        await ShouldBeCountedAsync(cluster, [.. first, .. wave.Acknowledged]);
    }

    [Fact]
    public async Task P7_At_three_times_what_can_be_taken_every_refusal_says_when_to_come_again_and_is_not_counted()
    {
        const long MostBytes = 512 << 20;
        await using var cluster = await StartAsync(SmallQueues);
        var (first, peak) = await PeakAsync(cluster);
        var rate = 3 * peak.AcceptedPerSecond;
        var wave = new Wave(cluster, (int)(rate * LoadLength.FloodSeconds));
        var report = await new Load(cluster.Addresses[0], MostConnections).ArriveAsync(
            wave.Requests, at => TimeSpan.FromSeconds(at / rate), Patience, Stop.Token, wave.Take);
        var (gateway, voting) = (cluster.Gateways[0].ResidentBytes, cluster.Voting[0].ResidentBytes);

        Write($"at {rate:F0}/s", report);
        Write($"goodput {report.AcceptedPerSecond / peak.AcceptedPerSecond:F2} of the peak; gateway {gateway >> 20} MiB, Voting {voting >> 20} MiB");
        ShouldBePolite(report);
        gateway.ShouldBeLessThan(MostBytes);
        voting.ShouldBeLessThan(MostBytes);
        await wave.SettleAsync(cluster, isRefusedToComeAgain: false);
        wave.Acknowledged.Count.ShouldBeLessThan(wave.Requests.Count);
        await ShouldBeCountedAsync(cluster, [.. first, .. wave.Acknowledged]);
    }

    /// <summary>So small that they are full at three times what can be taken: first Voting's, then the gateway's.</summary>
    private static IEnumerable<(string Key, string Value)> SmallQueues =>
        [("Voting:QueueLength", "128"), ("Voting:BatchSize", "64"), ("Gateway:IntakeQueued", "128"), ("Gateway:IntakeBatch", "64")];

    /// <summary>What can be taken, and the ballots that were cast to find out, the first of them by processes that are still compiling.</summary>
    private static async Task<(IReadOnlyCollection<Acknowledgement> Acknowledged, LoadReport Peak)> PeakAsync(BallotCluster cluster)
    {
        const int Connections = 64;
        const int MostCasts = 10_000;
        var length = TimeSpan.FromSeconds(2);
        var load = new Load(cluster.Addresses[0], Connections);
        var (warming, wave) = (new Wave(cluster, MostCasts), new Wave(cluster, MostCasts));
        await load.RunAsync(warming.Requests, length, Stop.Token, warming.Take);
        var peak = await load.RunAsync(wave.Requests, length, Stop.Token, wave.Take);
        Write("peak", peak);
        return ([.. warming.Acknowledged, .. wave.Acknowledged], peak);
    }

    private static void ShouldBePolite(LoadReport report)
    {
        report.Answers.Keys.ShouldBeSubsetOf([200, 429, 503]);
        report.Broken.ShouldBe(0);
        report.Refused.ShouldBeGreaterThan(0);
        report.RefusedRightly.ShouldBe(report.Refused);
    }

    /// <summary>The vote is closed, and its ledger holds the acknowledged ballots and no other.</summary>
    private static async Task ShouldBeCountedAsync(BallotCluster cluster, IReadOnlyCollection<Acknowledgement> acknowledged)
    {
        await cluster.CloseAsync(Stop.Token);
        (await LedgerOf.ReadAsync(cluster, Stop.Token)).ShouldHoldExactly(acknowledged);
    }

    private static async Task<BallotCluster> StartAsync(params IEnumerable<(string Key, string Value)> more)
    {
        var database = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        return await BallotCluster.StartAsync(
            new ClusterStorage("postgres", database.ConnectionString, redis.Configuration), 1, Stop.Token, more: [("Voting:CastsPerMinute", "1000000"), .. more]);
    }

    private static void Write(string what, LoadReport report) => Write(
        $"{what}: {report.Accepted} taken, {report.Refused} refused, {report.Broken} broken, {report.AcceptedPerSecond:F0}/s, p50 {report.Percentile(0.5) / 1e3:F1} ms, p99 {report.Percentile(0.99) / 1e3:F1} ms");

    private static void Write(FormattableString line) => TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(line));
}
