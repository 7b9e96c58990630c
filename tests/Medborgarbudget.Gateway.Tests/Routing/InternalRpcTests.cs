using System.Net;
using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Routing;

/// <summary>Even with a service's own token nothing outside gets to what is for services only. The services behind would answer.</summary>
public sealed class InternalRpcTests(GatewayFixture fixture)
{
    private const string Guard = "medborgarbudget.guard.v1.GuardService/AskGuard";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Metadata ServiceToken => new() { { "authorization", $"Bearer {fixture.Tokens.Service("budget")}" } };

    [Fact]
    public async Task Grpc_does_not_reach_them()
    {
        var guard = new GuardService.GuardServiceClient(fixture.Gateway.Grpc).AskGuardAsync(new AskGuardRequest(), ServiceToken, cancellationToken: Cancel);
        var screening = new ScreeningInternalService.ScreeningInternalServiceClient(fixture.Gateway.Grpc)
            .ListFeasibleProposalsAsync(new ListFeasibleProposalsRequest(), ServiceToken, cancellationToken: Cancel);

        (await guard.RpcFailureAsync()).ShouldBe((StatusCode.Unimplemented, "request.not_found"));
        (await screening.RpcFailureAsync()).ShouldBe((StatusCode.Unimplemented, "request.not_found"));
    }

    [Fact]
    public async Task Grpc_web_does_not_reach_them()
    {
        var guard = new GuardService.GuardServiceClient(fixture.Gateway.GrpcWeb).AskGuardAsync(new AskGuardRequest(), ServiceToken, cancellationToken: Cancel);

        (await guard.RpcFailureAsync()).ShouldBe((StatusCode.Unimplemented, "request.not_found"));
    }

    [Theory]
    [InlineData($"/{Guard}")]
    [InlineData($"//{Guard}")]
    [InlineData($"/MEDBORGARBUDGET.guard.v1.GuardService/AskGuard")]
    [InlineData($"/medborgarbudget.network.v1.NetworkService/../{Guard}")]
    [InlineData($"/medborgarbudget.network.v1.NetworkService/..%2f{Guard}")]
    [InlineData($"/medborgarbudget/v1/organisations/../../../{Guard}")]
    [InlineData($"/medborgarbudget/v1/organisations/..%2f..%2f..%2f{Guard}")]
    [InlineData($"/medborgarbudget/v1/organisations/%2e%2e/%2e%2e/%2e%2e/{Guard}")]
    [InlineData($"/connect/../{Guard}")]
    [InlineData($"/connect/..%2f{Guard}")]
    [InlineData($"/connect/..%5c{Guard}")]
    [InlineData("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    [InlineData("/grpc.health.v1.Health/Check")]
    public async Task No_trick_with_the_address_reaches_them(string path)
    {
        var raw = new Uri($"http://{fixture.Gateway.Address.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(HttpMethod.Post, raw) { Content = new ByteArrayContent([0, 0, 0, 0, 0]) };
        request.Content.Headers.ContentType = new("application/grpc-web");
        request.Headers.Authorization = new("Bearer", fixture.Tokens.Service("budget"));

        using var answer = await fixture.Http.SendAsync(request, Cancel);

        var isRefused = answer.StatusCode != HttpStatusCode.OK || (answer.Headers.TryGetValues("grpc-status", out var status) && status.Single() != "0");
        isRefused.ShouldBeTrue();
    }
}
