using System.Net;
using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Limits;

public sealed class ConcurrencyTests(GatewayFixture fixture)
{
    private static readonly Uri Quick = new("/medborgarbudget/v1/organisations/o1", UriKind.Relative);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Client_with_too_much_under_way_is_asked_to_retry()
    {
        await using var gateway = await fixture.AnotherAsync(("Gateway:Concurrent", "1"), ("Gateway:Queued", "0"), ("Gateway:TimeoutSeconds", "10"));
        var id = $"{TinyNetwork.NeverAnswers}-{Guid.NewGuid()}";
        var slow = gateway.Http.GetAsync(new Uri($"/medborgarbudget/v1/organisations/{id}", UriKind.Relative), Cancel);
        await fixture.Arrivals.Of(id).WaitAsync(Cancel);

        using var refused = await gateway.Http.GetAsync(Quick, Cancel);

        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await refused.ProblemCodeAsync()).ShouldBe("request.too_many");
        refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        var call = new NetworkService.NetworkServiceClient(gateway.Grpc).ListOrganisationsAsync(new ListOrganisationsRequest(), cancellationToken: Cancel);
        (await call.RpcFailureAsync()).ShouldBe((StatusCode.ResourceExhausted, "request.too_many"));
        gateway.Http.CancelPendingRequests();
        await Should.ThrowAsync<OperationCanceledException>(() => slow);
    }

    [Fact]
    public async Task Client_within_the_queue_is_served_when_its_turn_comes()
    {
        await using var gateway = await fixture.AnotherAsync(("Gateway:Concurrent", "1"), ("Gateway:Queued", "20"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.Http.GetAsync(Quick, Cancel)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
    }
}
