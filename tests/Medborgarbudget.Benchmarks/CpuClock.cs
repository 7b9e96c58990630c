namespace Medborgarbudget.Benchmarks;

/// <summary>
/// Processor time of this process, which does not count what other programs on the machine take. One thread counts; what the
/// compiler and the collector take beside it is in.
/// </summary>
internal static class CpuClock
{
    /// <summary>The milliseconds of processor time that the work takes.</summary>
    public static double Measure(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
