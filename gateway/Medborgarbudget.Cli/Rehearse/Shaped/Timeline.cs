using Medborgarbudget.Cli.Rehearse.Casting;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>What happened in each interval of a rehearsed day, counted as it happens by many threads.</summary>
internal sealed class Timeline
{
    private const int Intervals = 120;
    private readonly Interval[] _intervals;

    /// <param name="duration">Of the day.</param>
    /// <param name="tail">How much longer answers may take.</param>
    public Timeline(TimeSpan duration, TimeSpan tail)
    {
        Length = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(duration.TotalSeconds / Intervals)));
        _intervals = [.. Enumerable.Range(0, (int)((duration + tail) / Length) + 1).Select(_ => new Interval())];
    }

    /// <summary>Of an interval.</summary>
    public TimeSpan Length { get; }

    /// <summary>Those in which anything happened, and all before them.</summary>
    public IReadOnlyList<Interval> Seen => [.. _intervals.Take(Array.FindLastIndex(_intervals, interval => interval.IsSeen) + 1)];

    /// <param name="since">Since the day began.</param>
    public Interval At(TimeSpan since) => _intervals[Math.Clamp((int)(since / Length), 0, _intervals.Length - 1)];

    /// <summary>One interval; what is counted belongs to the moment at which it happened, a latency to the moment of the acknowledgement.</summary>
    internal sealed class Interval
    {
        private long _came;
        private long _acknowledged;
        private long _sentAgain;
        private long _failed;

        /// <summary>From the moment when the voter came to the receipt.</summary>
        public LatencyHistogram Latencies { get; } = new();

        public long Came => Interlocked.Read(ref _came);

        public long Acknowledged => Interlocked.Read(ref _acknowledged);

        /// <summary>Answers that asked to come again, and no answers.</summary>
        public long SentAgain => Interlocked.Read(ref _sentAgain);

        /// <summary>Definite refusals, and outcomes that stayed unknown.</summary>
        public long Failed => Interlocked.Read(ref _failed);

        public bool IsSeen => Came + Acknowledged + SentAgain + Failed > 0;

        public void AddCame() => Interlocked.Increment(ref _came);

        public void AddSentAgain() => Interlocked.Increment(ref _sentAgain);

        public void AddFailed() => Interlocked.Increment(ref _failed);

        public void AddAcknowledged(TimeSpan latency)
        {
            Interlocked.Increment(ref _acknowledged);
            Latencies.Add(latency);
        }
    }
}
