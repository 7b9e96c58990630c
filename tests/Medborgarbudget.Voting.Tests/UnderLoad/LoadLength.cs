using System.Globalization;

namespace Medborgarbudget.Voting.Tests.UnderLoad;

/// <summary>How long loads go on: short in the suite; MEDBORGARBUDGET_LOAD_SECONDS makes them longer, 300 is what is promised.</summary>
internal static class LoadLength
{
    private const int Short = 20;

    /// <summary>Of the whole day of a vote.</summary>
    public static TimeSpan Day => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_LOAD_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : Short);

    /// <summary>Of a flood. Bounded, since its requests are prepared in memory.</summary>
    public static double FloodSeconds => Math.Clamp(3 * Day.TotalSeconds / Short, 3, 15);

    /// <summary>Who may vote, and does: few in the suite; MEDBORGARBUDGET_ELECTORATE makes them more, 8196423 is what is promised.</summary>
    public static int Electorate =>
        int.TryParse(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_ELECTORATE"), CultureInfo.InvariantCulture, out var voters) ? voters : 20_000;

    /// <summary>So many times as many ballots as in the suite.</summary>
    public static int Factor => Math.Max(1, (int)Day.TotalSeconds / Short);
}
