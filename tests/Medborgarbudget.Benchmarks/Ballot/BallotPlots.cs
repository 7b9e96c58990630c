using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>What people would rather see: throughput and latency against load, and what a ballot costs against how many there are.</summary>
internal static class BallotPlots
{
    private const string Blue = "#1f4e9c";
    private const string Green = "#0a7d3c";
    private const string Grey = "#555555";
    private static readonly int[] Loads = [1, 4, 16, 64, 256, 512, 1024, 2048];

    /// <summary>ballot-load.svg and what it is drawn from.</summary>
    public static async Task<IReadOnlyList<(int Connections, LoadReport Report)>> DrawLoadAsync(BallotBenchOptions options, BallotCluster cluster)
    {
        var tokens = Requests.Tokens(cluster, options.Ballots);
        var reports = new List<(int Connections, LoadReport Report)>();
        foreach (var connections in Loads)
        {
            // A lone voter's connection is slow: a second of it is enough.
            var casts = Requests.Casts(cluster, tokens).Take(connections * 1000).ToList();
            reports.Add((connections, await Requests.RunAsync(cluster.Addresses[0], connections, casts)));
        }

        await WriteAsync(options, "ballot-load.svg", LogPlot.Draw(
            new PlotScale("connections, each with one ballot under way", 0, 4),
            new PlotScale("acknowledged/s (blue), milliseconds (green, grey)", -1, 5),
            [
                Line("acknowledged/s", Blue, report => report.AcceptedPerSecond),
                Line("p99 ms", Green, report => report.Percentile(0.99) / 1e3),
                Line("p50 ms", Grey, report => report.Percentile(0.5) / 1e3),
            ]));
        return reports;

        PlotLine Line(string name, string colour, Func<LoadReport, double> value) =>
            new(name, colour, [.. reports.Select(one => ((double)one.Connections, value(one.Report)))]);
    }

    /// <summary>ballot-growth.svg.</summary>
    public static Task DrawGrowthAsync(BallotBenchOptions options, IReadOnlyList<SizePoint> points)
    {
        return WriteAsync(options, "ballot-growth.svg", LogPlot.Draw(
            new PlotScale("ballots", 4, 7),
            new PlotScale("a ballot", 0, 3),
            [
                Line("CPU µs", Blue, point => point.CpuMicroseconds),
                Line("ledger bytes", Grey, point => point.LedgerBytes),
                Line("Redis bytes", Green, point => point.RedisBytes),
            ]));

        PlotLine Line(string name, string colour, Func<SizePoint, double> value) =>
            new(name, colour, [.. points.Select(point => ((double)point.Ballots, value(point)))]);
    }

    private static async Task WriteAsync(BallotBenchOptions options, string name, string svg)
    {
        if (options.Out is { } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, name), svg);
        }
    }
}
