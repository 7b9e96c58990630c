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
            using var load = new Load(cluster.Addresses[0], connections);
            var report = await load.RunAsync(wave.Requests, Patience, Stop.Token, wave.Take);

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
        using var load = new Load(cluster.Addresses[0], MostConnections);
        var report = await load.ArriveAsync(
            wave.Requests, at => due[at], LoadLength.Day + Patience, Stop.Token, wave.Take);

        Write("the day", report);
        report.Accepted.ShouldBe(wave.Requests.Count);
        await ShouldBeCountedAsync(cluster, wave.Acknowledged);
    }

    [Fact]
    public async Task L3_After_a_minute_on_television_everybody_who_comes_again_has_voted()
    {
        await using var cluster = await StartAsync(SmallQueues);
        var flood = await FloodAsync(cluster, riseSeconds: 1);

        ShouldBePolite(flood.Report);
        await flood.Wave.SettleAsync(cluster, isRefusedToComeAgain: true);
        flood.Wave.Acknowledged.Count.ShouldBe(flood.Wave.Requests.Count);
        await ShouldBeCountedAsync(cluster, [.. flood.Before, .. flood.Wave.Acknowledged]);
    }

    [Fact]
    public async Task P7_At_three_times_what_can_be_taken_every_refusal_says_when_to_come_again_and_is_not_counted()
    {
        const long MostBytes = 512 << 20;
        await using var cluster = await StartAsync(SmallQueues);
        var flood = await FloodAsync(cluster, riseSeconds: 0);
        var (gateway, voting) = (cluster.Gateways[0].ResidentBytes, cluster.Voting[0].ResidentBytes);

        Write($"goodput {flood.Report.AcceptedPerSecond / flood.Peak:F2} of the peak; gateway {gateway >> 20} MiB, Voting {voting >> 20} MiB");
        ShouldBePolite(flood.Report);
        gateway.ShouldBeLessThan(MostBytes);
        voting.ShouldBeLessThan(MostBytes);
        await flood.Wave.SettleAsync(cluster, isRefusedToComeAgain: false);
        flood.Wave.Acknowledged.Count.ShouldBeLessThan(flood.Wave.Requests.Count);
        await ShouldBeCountedAsync(cluster, [.. flood.Before, .. flood.Wave.Acknowledged]);
    }

    /// <summary>So small that they are full at three times what can be taken: first Voting's, then the gateway's.</summary>
    private static IEnumerable<(string Key, string Value)> SmallQueues =>
        [("Voting:QueueLength", "64"), ("Voting:BatchSize", "32"), ("Gateway:IntakeQueued", "128"), ("Gateway:IntakeBatch", "64")];

    /// <summary>
    /// Ballots at three times what can be taken. Where all are taken after all, more can be than was thought: again, at three times that.
    /// </summary>
    /// <param name="riseSeconds">How long the rate rises from 0.</param>
    private static async Task<Flood> FloodAsync(BallotCluster cluster, double riseSeconds)
    {
        var before = new List<Acknowledgement>();
        await CalmAsync(cluster, before);
        var peak = await CalmAsync(cluster, before);
        while (true)
        {
            var rate = 3 * peak;
            var rise = rate * riseSeconds / 2;
            var wave = new Wave(cluster, (int)(rise + (rate * LoadLength.FloodSeconds)));
            using var load = new Load(cluster.Addresses[0], MostConnections);
            var report = await load.ArriveAsync(
                wave.Requests,
                at => TimeSpan.FromSeconds(at < rise ? riseSeconds * Math.Sqrt(at / rise) : riseSeconds + ((at - rise) / rate)),
                Patience,
                Stop.Token,
                wave.Take);
            Write($"{rate:F0}/s", report);
            if (report.Accepted < wave.Requests.Count)
            {
                return new Flood(wave, report, peak, before);
            }

            peak = report.AcceptedPerSecond;
            before.AddRange(wave.Acknowledged);
        }
    }

    /// <summary>As many ballots a second as are taken from few connections; the first ones of a process wait for its compiler.</summary>
    private static async Task<double> CalmAsync(BallotCluster cluster, List<Acknowledgement> acknowledged)
    {
        // No more at a time than one of Voting's two lines holds: nobody is refused.
        const int Connections = 32;
        const int MostCasts = 10_000;
        var wave = new Wave(cluster, MostCasts);
        using var load = new Load(cluster.Addresses[0], Connections);
        var report = await load.RunAsync(wave.Requests, TimeSpan.FromSeconds(2), Stop.Token, wave.Take);
        Write("calm", report);
        report.Answers.Keys.ShouldBe([200]);
        acknowledged.AddRange(wave.Acknowledged);
        return report.AcceptedPerSecond;
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

/// <summary>What became of a flood.</summary>
/// <param name="Peak">What was taken in a second before.</param>
/// <param name="Before">The ballots of that time.</param>
internal sealed record Flood(Wave Wave, LoadReport Report, double Peak, IReadOnlyCollection<Acknowledgement> Before);
