using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.Tests.Routing;

public sealed class ProtocolTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Json_reads_reach_the_service()
    {
        using var answer = await fixture.Http.GetAsync(new Uri("/medborgarbudget/v1/organisations/o1", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.JsonAsync()).GetProperty("organisationId").GetString().ShouldBe("o1");
    }

    [Fact]
    public async Task Query_parameters_reach_the_service()
    {
        using var answer = await fixture.Http.GetAsync(new Uri("/medborgarbudget/v1/organisations?pageSize=7", UriKind.Relative), Cancel);

        (await answer.JsonAsync()).GetProperty("nextPageToken").GetString().ShouldBe("size 7");
    }

    [Fact]
    public async Task Custom_verb_with_a_body_reaches_its_rpc()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/medborgarbudget/v1/applications/a-17:admit") { Content = JsonContent.Create(new { cohort = "2026" }) };
        request.Headers.Authorization = new("Bearer", NetworkLeader());

        using var answer = await fixture.Http.SendAsync(request, Cancel);

        var application = await answer.JsonAsync();
        application.GetProperty("applicationId").GetString().ShouldBe("a-17");
        application.GetProperty("plan").GetString().ShouldBe("2026");
    }

    [Fact]
    public async Task Grpc_reaches_the_service() =>
        (await Call(fixture.Gateway.Grpc, "o1")).OrganisationId.ShouldBe("o1");

    [Fact]
    public async Task Grpc_web_reaches_the_service() =>
        (await Call(fixture.Gateway.GrpcWeb, "o1")).OrganisationId.ShouldBe("o1");

    [Fact]
    public async Task Error_of_the_service_keeps_its_code_in_every_protocol()
    {
        using var json = await fixture.Http.GetAsync(new Uri("/medborgarbudget/v1/organisations/unknown", UriKind.Relative), Cancel);

        json.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await json.ProblemCodeAsync()).ShouldBe("network.organisation_missing");
        (await Call(fixture.Gateway.Grpc, "unknown").RpcFailureAsync()).ShouldBe((StatusCode.NotFound, "network.organisation_missing"));
        (await Call(fixture.Gateway.GrpcWeb, "unknown").RpcFailureAsync()).ShouldBe((StatusCode.NotFound, "network.organisation_missing"));
    }

    [Fact]
    public async Task Fifty_calls_at_once_are_all_answered()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Call(fixture.Gateway.Grpc, Guid.NewGuid().ToString()).ResponseAsync));

        answers.Select(answer => answer.OrganisationId).Distinct().Count().ShouldBe(50);
    }

    private static AsyncUnaryCall<Organisation> Call(GrpcChannel channel, string id) =>
        new NetworkService.NetworkServiceClient(channel).GetOrganisationAsync(new GetOrganisationRequest { OrganisationId = id }, cancellationToken: Cancel);

    private string NetworkLeader() => fixture.Tokens.Holder(Role.NetworkLeader, OrganisationId.From(Guid.NewGuid()));
}
