using System.Globalization;
using Spectre.Console;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>How the day stands.</summary>
/// <param name="UnderWay">Voters who have come and have no outcome yet.</param>
internal sealed record LiveFigures(
    TimeSpan Since,
    TimeSpan Duration,
    long Voters,
    long Came,
    long Acknowledged,
    long UnderWay,
    double CamePerSecond,
    double AcknowledgedPerSecond,
    long SentAgain,
    TimeSpan P50,
    TimeSpan P99);

/// <summary>Shows a bar and a table on the error stream while the day is rehearsed: at a terminal they are drawn anew, into a file goes a line now and then.</summary>
internal sealed class LiveTable(TextWriter error, TimeProvider clock)
{
    private const int BarWidth = 50;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(10);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });

    public Task WatchAsync(Func<LiveFigures> figures, Func<Task> work) =>
        _console.Profile.Out.IsTerminal
            ? _console.Live(Drawn(figures())).StartAsync(context => FollowAsync(work(), Refresh, () => context.UpdateTarget(Drawn(figures()))))
            : FollowAsync(work(), LineEvery, () => error.WriteLine(Line(figures())));

    private async Task FollowAsync(Task work, TimeSpan every, Action show)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(every, clock));
            show();
        }

        await work;
    }

    private static Rows Drawn(LiveFigures now)
    {
        var table = new Table().AddColumns("", "voters", "a second now");
        table.AddRow("came", Number(now.Came), Number(now.CamePerSecond));
        table.AddRow("acknowledged", Number(now.Acknowledged), Number(now.AcknowledgedPerSecond));
        table.AddRow("under way", Number(now.UnderWay), "");
        table.AddRow("sent again", Number(now.SentAgain), "");
        table.AddRow("p50, p99", $"{Milliseconds(now.P50)}, {Milliseconds(now.P99)}", "");
        return new Rows(Bar(now), table);
    }

    private static Markup Bar(LiveFigures now)
    {
        var done = (int)(BarWidth * Math.Min(1, now.Since / now.Duration));
        return new Markup($"[green]{new string('━', done)}[/][grey]{new string('━', BarWidth - done)}[/] {now.Since:hh\\:mm\\:ss} of {now.Duration:hh\\:mm\\:ss}");
    }

    private static string Line(LiveFigures now) =>
        $"{now.Since:hh\\:mm\\:ss} of {now.Duration:hh\\:mm\\:ss}: {Number(now.Came)} came ({Number(now.CamePerSecond)}/s), {Number(now.Acknowledged)} acknowledged "
        + $"({Number(now.AcknowledgedPerSecond)}/s), {Number(now.UnderWay)} under way, {Number(now.SentAgain)} sent again, p50 {Milliseconds(now.P50)}, p99 {Milliseconds(now.P99)}";

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => $"{Number(time.TotalMilliseconds)} ms";
}
