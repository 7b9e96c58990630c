using System.CommandLine;
using System.Globalization;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>The options of <c>mb rehearse</c> that make a rehearsal one of the load.</summary>
internal static class DayOptions
{
    private const int MostVoters = 1_000_000;
    private static readonly TimeSpan ShortestDay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestDay = TimeSpan.FromHours(24);

    public static readonly Option<int?> Voters = new("--voters")
    {
        Description = "Instead of --election: a made-up election of so many voters, 1 to 1,000,000.", HelpName = "N",
    };

    private static readonly Option<string?> Shape = new("--shape")
    {
        Description = $"Let the voters come as on a day, whether or not those before them are done: {string.Join(", ", ArrivalShape.All.Select(shape => shape.Name))}.",
        HelpName = "SHAPE",
    };

    private static readonly Option<string?> Duration = new("--duration")
    {
        Description = "How long the day of --shape takes, such as 90s, 10m or 1h (5m).", HelpName = "TIME",
    };

    private static readonly Option<FileInfo?> Page = new("--page")
    {
        Description = "Where to write the report of a day with its curves, an HTML file.", HelpName = "FILE",
    };

    public static IEnumerable<Option> All => [Voters, Shape, Duration, Page];

    /// <summary>Null when no shape is asked for.</summary>
    public static ShapedDay? Read(ParseResult parsed)
    {
        if (parsed.GetValue(Voters) is < 1 or > MostVoters)
        {
            throw CommandException.BadInput($"--voters is 1 to {MostVoters}.");
        }

        var (name, duration, page) = (parsed.GetValue(Shape), parsed.GetValue(Duration), parsed.GetValue(Page));
        if (name is null)
        {
            return duration is null && page is null ? null : throw CommandException.BadInput("--duration and --page need --shape.");
        }

        return ArrivalShape.All.FirstOrDefault(shape => shape.Name == name) is { } found
            ? new ShapedDay(found, Time(duration ?? "5m"), page)
            : throw CommandException.BadInput($"--shape is {string.Join(", ", ArrivalShape.All.Select(shape => shape.Name))}, not '{name}'.");
    }

    private static TimeSpan Time(string text)
    {
        var unit = text.Length > 1 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 } : 0;
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && TimeSpan.FromSeconds((double)number * unit) is var time && time >= ShortestDay && time <= LongestDay
            ? time
            : throw CommandException.BadInput($"--duration is from 5s to 24h, such as 90s, 10m or 1h, not '{text}'.");
    }
}
