using System.Globalization;
using System.Net;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>The report of a rehearsed day as one HTML file that needs nothing else: what was rehearsed and how it ended, and the curves of the day.</summary>
internal static class DayPage
{
    private const string Blue = "#1f4e9c";
    private const string Green = "#0a7d3c";
    private const string Red = "#b3261e";
    private const string Grey = "#595959";

    private const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
        table { border-collapse: collapse } th, td { text-align: left; padding: .25rem 1rem .25rem 0; border-bottom: 1px solid #ccc; vertical-align: top; font-weight: normal }
        td { font-variant-numeric: tabular-nums } svg { width: 100%; height: auto } figure { margin: 2rem 0 } figcaption { font-weight: bold }
        .scroll { overflow-x: auto } .bad { color: #b3261e; font-weight: bold }
        """;

    public static async Task WriteAsync(
        FileInfo file, RehearsalReport report, ShapedOutcome outcome, Uri gateway, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file.FullName, Html(report, outcome, gateway, at), cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{file.FullName} cannot be written: {exception.Message}", exception);
        }
    }

    private static string Html(RehearsalReport report, ShapedOutcome outcome, Uri gateway, DateTimeOffset at) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>Rehearsal: {Text(report.Election)}</title><style>{Style}</style></head>
        <body>
        <h1>Rehearsal: {Text(report.Election)}</h1>
        <p class="{(report.IsInOrder ? "" : "bad")}">{(report.IsInOrder ? "In order: nothing lost, doubled, refused or unknown, and the outcome is that of the ballots." : "Not in order: see lost, doubled, unknown, refused and the outcome.")}</p>
        <table>
        {string.Concat(Rows(report, outcome, gateway, at).Select(row => $"<tr><th scope=\"row\">{Text(row.Name)}</th><td>{Text(row.Value)}</td></tr>\n"))}</table>
        {string.Concat(Figures(report, outcome))}<h2>The same in numbers</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="The day in numbers"><table>
        <tr><th scope="col">from</th><th scope="col">came/s</th><th scope="col">acknowledged/s</th><th scope="col">sent again/s</th><th scope="col">failed</th><th scope="col">p50 ms</th><th scope="col">p99 ms</th></tr>
        {string.Concat(outcome.Timeline.Seen.Select((interval, number) => Line(interval, number, outcome.Timeline.Length)))}</table></div>
        </body>
        </html>
        """;

    private static IEnumerable<(string Name, string Value)> Rows(RehearsalReport report, ShapedOutcome outcome, Uri gateway, DateTimeOffset at)
    {
        yield return ("Against", gateway.ToString());
        yield return ("Ended", at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        yield return ("Day", Told($"{outcome.Day.Shape.Name}, {report.Ballots} voters in {outcome.Day.Duration:hh\\:mm\\:ss}, at most {report.Concurrency} connections"));
        yield return ("Acknowledged, counted", Told($"{report.Acknowledged}, {report.Counted}"));
        yield return ("Lost, doubled, unknown, refused", Told($"{report.Lost}, {report.Doubled}, {report.Unknown}, {report.Refused}"));
        yield return ("From a voter's coming to the receipt", Told($"p50 {report.P50Ms:F1} ms, p99 {report.P99Ms:F1} ms"));
        yield return ("To the ballot token", Told($"p50 {outcome.Tokens.Percentile(0.5).TotalMilliseconds:F1} ms, p99 {report.TokenP99Ms:F1} ms"));
        yield return ("Requests sent again", Told($"{report.SentAgain}"));
        yield return ("Voters held up by the rehearsing machine", Told($"{outcome.Late}"));
        yield return ("Outcome as the ballots give", report.OutcomeAgrees ? "yes" : "NO");
    }

    private static IEnumerable<string> Figures(RehearsalReport report, ShapedOutcome outcome)
    {
        var (timeline, seen) = (outcome.Timeline, outcome.Timeline.Seen);
        var (day, seconds) = (outcome.Day, outcome.Timeline.Length.TotalSeconds);
        var planned = seen.Select((_, number) => (number + 0.5) * timeline.Length / day.Duration)
            .Select(moment => moment < 1 ? day.Shape.RateAt(moment, (int)report.Ballots, day.Duration) : 0);
        yield return Figure("Voters a second", timeline, new PlotUnit("a second", "came, acknowledged and sent again"),
        [
            new("planned", Grey, [.. planned.Select(rate => (double?)rate)]),
            new("came", Blue, [.. seen.Select(interval => (double?)interval.Came / seconds)]),
            new("acknowledged", Green, [.. seen.Select(interval => (double?)interval.Acknowledged / seconds)]),
            new("sent again", Red, [.. seen.Select(interval => (double?)interval.SentAgain / seconds)]),
        ]);
        yield return Figure("From a voter's coming to the receipt", timeline, new PlotUnit("milliseconds", "the median and the slowest hundredth"),
        [
            new("p50", Blue, [.. seen.Select(interval => LatencyOf(interval, 0.5))]),
            new("p99", Red, [.. seen.Select(interval => LatencyOf(interval, 0.99))]),
        ]);
    }

    private static double? LatencyOf(Timeline.Interval interval, double share) =>
        interval.Acknowledged > 0 ? interval.Latencies.Percentile(share).TotalMilliseconds : null;

    private static string Figure(string title, Timeline timeline, PlotUnit unit, IReadOnlyList<PlotCurve> curves) =>
        $"<figure><figcaption>{Text(title)}</figcaption>{DayPlot.Draw(title, timeline.Length, unit, curves)}</figure>\n";

    private static string Line(Timeline.Interval interval, int number, TimeSpan length)
    {
        var seconds = length.TotalSeconds;
        return Told($"<tr><th scope=\"row\">{number * length:hh\\:mm\\:ss}</th><td>{interval.Came / seconds:F1}</td><td>{interval.Acknowledged / seconds:F1}</td>")
            + Told($"<td>{interval.SentAgain / seconds:F1}</td><td>{interval.Failed}</td><td>{interval.Latencies.Percentile(0.5).TotalMilliseconds:F1}</td>")
            + Told($"<td>{interval.Latencies.Percentile(0.99).TotalMilliseconds:F1}</td></tr>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
