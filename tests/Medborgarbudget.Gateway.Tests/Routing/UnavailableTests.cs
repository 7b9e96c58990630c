using System.Net;
using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Routing;

public sealed class UnavailableTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/medborgarbudget/v1/editions")]
    [InlineData("/medborgarbudget/v1/measures/m1")]
    public async Task Service_that_is_down_or_not_there_is_unavailable_with_a_time_to_retry(string path)
    {
        using var answer = await fixture.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.ProblemCodeAsync()).ShouldBe("request.unavailable");
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Service_that_is_down_is_unavailable_in_grpc()
    {
        var call = new BudgetService.BudgetServiceClient(fixture.Gateway.Grpc).ListEditionsAsync(new ListEditionsRequest(), cancellationToken: Cancel);

        (await call.RpcFailureAsync()).ShouldBe((StatusCode.Unavailable, "request.unavailable"));
    }

    [Fact]
    public async Task Sign_in_that_is_down_is_a_problem_too()
    {
        await using var gateway = await fixture.AnotherAsync(("Services:Identity:Address", "http://127.0.0.1:9"));

        using var answer = await gateway.Http.GetAsync(new Uri("/connect/authorize", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.ProblemCodeAsync()).ShouldBe("request.unavailable");
    }

    [Fact]
    public async Task Service_that_never_answers_ends_in_a_timeout()
    {
        using var answer = await fixture.Http.GetAsync(
            new Uri($"/medborgarbudget/v1/organisations/{TinyNetwork.NeverAnswers}", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await answer.ProblemCodeAsync()).ShouldBe("request.timeout");
    }

    [Fact]
    public async Task Service_that_never_answers_ends_in_a_timeout_in_grpc()
    {
        var call = new NetworkService.NetworkServiceClient(fixture.Gateway.Grpc)
            .GetOrganisationAsync(new GetOrganisationRequest { OrganisationId = TinyNetwork.NeverAnswers }, cancellationToken: Cancel);

        (await call.RpcFailureAsync()).ShouldBe((StatusCode.DeadlineExceeded, "request.timeout"));
    }
}
