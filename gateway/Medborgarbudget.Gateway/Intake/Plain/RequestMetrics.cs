using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>
/// Counts plain ballots among the requests of the server, by its own instruments (OpenTelemetry's conventions for HTTP): autoscaling and alerts go by these.
/// Nothing in them says whose or for what.
/// </summary>
internal sealed class RequestMetrics
{
    private static readonly KeyValuePair<string, object?> Scheme = new("url.scheme", "http");
    private static readonly KeyValuePair<string, object?> Method = new("http.request.method", "PUT");
    private static readonly TagList Answered = [Scheme, Method, new("http.response.status_code", StatusCodes.Status200OK), new("network.protocol.version", "1.1")];
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _duration;

    public RequestMetrics(IMeterFactory meters)
    {
        // An exporter makes one of two instruments that are described alike, so these descriptions are the server's.
        var server = meters.Create("Microsoft.AspNetCore.Hosting");
        _active = server.CreateUpDownCounter<long>("http.server.active_requests", "{request}", "Number of active HTTP server requests.");
        _duration = server.CreateHistogram(
            "http.server.request.duration", "s", "Duration of HTTP server requests.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });
    }

    /// <summary>Somebody listens.</summary>
    public bool IsOn => _active.Enabled || _duration.Enabled;

    public void Began() => _active.Add(1, Scheme, Method);

    /// <summary>It has an answer, or goes on as a request that the server counts.</summary>
    public void Ended() => _active.Add(-1, Scheme, Method);

    /// <param name="started">As <see cref="Stopwatch.GetTimestamp"/> gave it.</param>
    public void Acknowledged(long started) => _duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, Answered);
}
