using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Deployment.Tests.Observability;

public sealed class TracePropagationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_trace_goes_from_a_request_at_the_gateway_through_the_broker_to_a_consumer_in_another_service()
    {
        await using var system = await ExportingSystem.StartAsync(["network", "budget"], Cancel);
        using var http = new HttpClient { BaseAddress = system.Gateway };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", system.Tokens.Holder(Role.NetworkLeader, OrganisationId.From(Guid.NewGuid())));
        http.DefaultRequestHeaders.Add("Idempotency-Key", "trace-propagation");
        using var answer = await http.PostAsJsonAsync(
            new Uri("/medborgarbudget/v1/organisations", UriKind.Relative), new { name = "Spårköping", kind = "ORGANISATION_KIND_MUNICIPALITY", slug = "sparkoping" }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Cancel));

        await system.Sink.WaitUntilAsync(sink => Consumed(sink).Any() && Sent(sink).Any() && AtGateway(sink).Any(), Cancel);

        var trace = AtGateway(system.Sink).ShouldHaveSingleItem().TraceId;
        Sent(system.Sink).ShouldContain(span => span.TraceId == trace);
        Consumed(system.Sink).ShouldContain(span => span.TraceId == trace);
        system.Sink.Spans.ShouldContain(span => span.Service == "network" && span.Kind == SpanKind.Server && span.TraceId == trace);
    }

    [Fact]
    public async Task A_trace_tells_the_route_and_not_the_address_that_was_called_nor_the_caller()
    {
        await using var system = await ExportingSystem.StartAsync(["network"], Cancel);
        var called = Guid.NewGuid().ToString();
        using var http = new HttpClient { BaseAddress = system.Gateway };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("tell-tale/1.0");
        using var answer = await http.GetAsync(new Uri($"/medborgarbudget/v1/organisations/{called}?typed=tell-tale", UriKind.Relative), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await system.Sink.WaitUntilAsync(sink => sink.Spans.Any(span => span is { Service: "network", Kind: SpanKind.Server } && span.Name.Contains("GetOrganisation", StringComparison.Ordinal)), Cancel);

        system.Sink.Traces.ShouldNotBeEmpty();
        system.Sink.Traces.ShouldAllBe(export => !export.Contains(called, StringComparison.Ordinal) && !export.Contains("tell-tale", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_the_web_is_one_trace_down_to_the_service_that_answers_and_is_counted()
    {
        await using var system = await ExportingSystem.StartAsync(["budget"], Cancel, withWeb: true);
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{system.PortOf("web")}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("tell-tale/1.0");
        using var answer = await http.GetAsync(new Uri("/?from=tell-tale", UriKind.Relative), Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        await system.Sink.WaitUntilAsync(sink => AtWeb(sink).Any() && Answered(sink).Any() && sink.Metrics.Contains(ActiveRequests), Cancel);

        var trace = AtWeb(system.Sink).First().TraceId;
        foreach (var service in new[] { "gateway", "budget" })
        {
            system.Sink.Spans.ShouldContain(span => span.Service == service && span.Kind == SpanKind.Server && span.TraceId == trace);
        }

        system.Sink.Metrics.ShouldContain(ActiveRequests);
        system.Sink.Traces.ShouldAllBe(export => !export.Contains("tell-tale", StringComparison.Ordinal) && !export.Contains("pageSize", StringComparison.Ordinal));
    }

    /// <summary>What the autoscaler of the web goes by.</summary>
    private static ExportedMetric ActiveRequests => new("web", "http_server_active_requests");

    private static IEnumerable<ExportedSpan> AtWeb(TelemetrySink sink) => sink.Spans.Where(span => span is { Service: "web", Kind: SpanKind.Server, Name: "GET /" });

    private static IEnumerable<ExportedSpan> Answered(TelemetrySink sink) => sink.Spans.Where(span => span is { Service: "budget", Kind: SpanKind.Server } && AtWeb(sink).Any(page => page.TraceId == span.TraceId));

    private static IEnumerable<ExportedSpan> AtGateway(TelemetrySink sink) =>
        sink.Spans.Where(span => span is { Service: "gateway", Kind: SpanKind.Server } && span.Name.StartsWith("POST", StringComparison.Ordinal));

    private static IEnumerable<ExportedSpan> Sent(TelemetrySink sink) => sink.Spans.Where(span => span is { Service: "network", Kind: SpanKind.Producer });

    private static IEnumerable<ExportedSpan> Consumed(TelemetrySink sink) => sink.Spans.Where(span => span is { Service: "budget", Kind: SpanKind.Consumer });
}
