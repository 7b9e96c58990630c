using Medborgarbudget.ServiceDefaults.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Medborgarbudget.ServiceDefaults;

internal static class Telemetry
{
    /// <summary>
    /// Traces and metrics, exported when OTEL_EXPORTER_OTLP_ENDPOINT says where. Addresses as they were called are never
    /// recorded: see <see cref="PlainSpans"/>.
    /// </summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, string service)
    {
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(service, serviceNamespace: "medborgarbudget"))
            .WithTracing(tracing => tracing
                .AddAspNetCoreInstrumentation(options => options.Filter = http => !http.Request.Path.StartsWithSegments("/alive", StringComparison.Ordinal))
                .AddHttpClientInstrumentation()
                .AddSource("Medborgarbudget.*")
                .AddProcessor<PlainSpans>())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Medborgarbudget.*"))
            .UseOtlpExporter();
    }
}
