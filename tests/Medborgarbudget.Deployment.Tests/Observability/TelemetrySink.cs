using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.Deployment.Tests.Observability;

/// <summary>Takes what processes export by OTLP over HTTP, as a collector would, and keeps it.</summary>
internal sealed class TelemetrySink : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly HttpListener _listener = new();
    private readonly Task _listening;
    private readonly ConcurrentBag<ExportedSpan> _spans = [];
    private readonly ConcurrentBag<string> _traces = [];
    private readonly ConcurrentDictionary<ExportedMetric, bool> _metrics = [];

    public TelemetrySink()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Take()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _listening = ListenAsync();
    }

    public Uri Address { get; }

    public IEnumerable<ExportedSpan> Spans => _spans;

    /// <summary>Every export of spans as it came, in which texts can be looked for.</summary>
    public IEnumerable<string> Traces => _traces;

    public IEnumerable<ExportedMetric> Metrics => _metrics.Keys;

    /// <summary>Configuration of a process that is to export here, soon and often.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", Address.ToString()),
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
    ];

    /// <summary>Returns when what came satisfies the condition, or after a minute.</summary>
    public async Task WaitUntilAsync(Func<TelemetrySink, bool> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!condition(this) && !limit.IsCancellationRequested)
        {
            await Task.Delay(50, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _listening;
        _listener.Close();
    }

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Keep(context.Request.Url!.AbsolutePath, body.ToArray());
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                // The test is over, or a process ended while it was exporting.
            }
        }
    }

    private void Keep(string path, byte[] body)
    {
        if (path.EndsWith("/v1/traces", StringComparison.Ordinal))
        {
            _traces.Add(Encoding.UTF8.GetString(body));
            foreach (var span in OtlpMessage.ReadSpans(body))
            {
                _spans.Add(span);
            }
        }
        else if (path.EndsWith("/v1/metrics", StringComparison.Ordinal))
        {
            foreach (var metric in OtlpMessage.ReadMetrics(body))
            {
                _metrics[metric] = true;
            }
        }
    }
}
