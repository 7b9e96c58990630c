namespace Medborgarbudget.Benchmarks;

/// <summary>Processor time of the count against ballots as SVG; the dashed line is growth in proportion.</summary>
internal static class GrowthPlot
{
    private const string Blue = "#1f4e9c";

    public static string Draw(IReadOnlyList<NationalPoint> points) => LogPlot.Draw(
        new PlotScale("ballots", 4, 7),
        new PlotScale("seconds of processor time, one thread", -3, 4),
        [
            Line(points, "#555555", "greedy", point => point.GreedySeconds),
            Line(points, "#0a7d3c", "build", point => point.BuildSeconds),
            Line(points, Blue, "Equal Shares, Add1", point => point.Add1Seconds),
        ],
        points is [var first, .., var last]
            ? new PlotLine("", Blue, [(first.Ballots, first.Add1Seconds), (last.Ballots, first.Add1Seconds * last.Ballots / first.Ballots)])
            : null);

    private static PlotLine Line(IReadOnlyList<NationalPoint> points, string colour, string name, Func<NationalPoint, double> seconds) =>
        new(name, colour, [.. points.Select(point => ((double)point.Ballots, seconds(point)))]);
}
