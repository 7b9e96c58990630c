using System.Globalization;

namespace Medborgarbudget.BallotLoad;

/// <summary>How long faults or kills go on: short in the suite; MEDBORGARBUDGET_KILL_SECONDS makes it longer.</summary>
internal static class FaultLength
{
    public static TimeSpan AtLeast(double seconds) => TimeSpan.FromSeconds(Math.Max(seconds, Wanted));

    private static int Wanted =>
        int.TryParse(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_KILL_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 0;
}
