using System.Numerics;

namespace Medborgarbudget.Cli.Rehearse.Casting;

/// <summary>
/// Counts durations in buckets that grow with the duration, 32 to each doubling, so that a percentile is right within 3 % and the memory
/// is the same for any number of ballots. Safe for several threads.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    public void Add(TimeSpan duration) => Interlocked.Increment(ref _counts[BucketOf((ulong)Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond))]);

    /// <summary>The duration that the share of all lies under; zero when there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        var total = _counts.Sum();
        var rank = (long)Math.Ceiling(total * share);
        long seen = 0;
        for (var bucket = 0; bucket < _counts.Length && total > 0; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= rank)
            {
                return TimeSpan.FromMicroseconds((double)UpperEdge(bucket));
            }
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(ulong microseconds)
    {
        if (microseconds < Steps)
        {
            return (int)microseconds;
        }

        var shift = BitOperations.Log2(microseconds) - StepBits;
        return ((shift + 1) * Steps) + (int)((microseconds >> shift) - Steps);
    }

    private static ulong UpperEdge(int bucket)
    {
        if (bucket < Steps)
        {
            return (ulong)bucket;
        }

        var shift = (bucket / Steps) - 1;
        return ((ulong)(Steps + (bucket % Steps) + 1) << shift) - 1;
    }
}
