using System.Diagnostics;
using System.Diagnostics.Metrics;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>What the gateway tells of casts. Nothing in it says whose or for what.</summary>
internal sealed class IntakeMetrics
{
    private readonly Meter _meter;
    private readonly Histogram<double> _duration;

    public IntakeMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("Medborgarbudget.Gateway");
        _duration = _meter.CreateHistogram(
            "medborgarbudget.gateway.cast.duration", "s", "From the whole request to the receipt or the refusal.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] });
    }

    /// <summary>Lets the length of the queue be read.</summary>
    public void Watch(Func<int> waiting) =>
        _meter.CreateObservableUpDownCounter("medborgarbudget.gateway.intake.waiting", waiting, "{ballot}", "Ballots that wait to be handed to Voting.");

    /// <param name="started">As <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
    /// <param name="error">Null for a cast that was acknowledged.</param>
    public void Answered(long started, Error? error)
    {
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (error is null)
        {
            _duration.Record(seconds);
        }
        else
        {
            _duration.Record(seconds, new KeyValuePair<string, object?>("error.type", error.Code));
        }
    }
}
