using System.Net;
using System.Net.Http.Json;
using Grpc.Core;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Gateway.Tests.Security;

public sealed class TokenTests(GatewayFixture fixture)
{
    private const string Organisation = "/medborgarbudget/v1/organisations/o1";
    private const string Ballot = "/medborgarbudget/v1/sub-budgets/s1/ballot";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Token_that_holds_is_passed_on_with_its_person()
    {
        var person = PersonId.From(Guid.NewGuid());

        using var answer = await Get(fixture.Gateway, Organisation, fixture.Tokens.Person(person));

        (await answer.JsonAsync()).GetProperty("name").GetString().ShouldBe(person.ToString());
    }

    [Fact]
    public async Task Request_without_token_is_for_the_service_to_judge()
    {
        using var open = await Get(fixture.Gateway, Organisation, null);
        using var secured = await Get(fixture.Gateway, "/medborgarbudget/v1/applications", null);

        open.StatusCode.ShouldBe(HttpStatusCode.OK);
        secured.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await secured.ProblemCodeAsync()).ShouldBe("request.unauthenticated");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")]
    public async Task Token_that_is_none_is_refused_even_where_none_is_needed(string token)
    {
        using var answer = await Get(fixture.Gateway, Organisation, token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.ProblemCodeAsync()).ShouldBe("request.unauthenticated");
        answer.Headers.WwwAuthenticate.ToString().ShouldContain("invalid_token");
    }

    [Fact]
    public async Task Forged_and_expired_tokens_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var forger = new TestTokens(TimeProvider.System, folder.Path);
        var inAnHour = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));
        await using var later = await fixture.AnotherAsync(inAnHour);

        using var forged = await Get(fixture.Gateway, Organisation, forger.Person(PersonId.From(Guid.NewGuid())));
        using var late = await Get(later, Organisation, fixture.Tokens.Person(PersonId.From(Guid.NewGuid())));

        forged.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        late.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Bad_token_is_refused_in_grpc()
    {
        var call = new NetworkService.NetworkServiceClient(fixture.Gateway.Grpc).GetOrganisationAsync(
            new GetOrganisationRequest { OrganisationId = "o1" }, new Metadata { { "authorization", "Bearer garbage" } }, cancellationToken: Cancel);

        (await call.RpcFailureAsync()).ShouldBe((StatusCode.Unauthenticated, "request.unauthenticated"));
    }

    [Fact]
    public async Task Ballot_token_reaches_voting_untouched()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Ballot) { Content = JsonContent.Create(new { }) };
        request.Headers.Authorization = new("Bearer", "ballot.token.v1");

        using var json = await fixture.Http.SendAsync(request, Cancel);
        var grpc = await new VotingService.VotingServiceClient(fixture.Gateway.Grpc).CastBallotAsync(
            new CastBallotRequest(), new Metadata { { "authorization", "Bearer ballot.token.v1" } }, cancellationToken: Cancel);

        (await json.JsonAsync()).GetProperty("receiptCode").GetString().ShouldBe("ballot.token.v1");
        grpc.ReceiptCode.ShouldBe("Bearer ballot.token.v1");
    }

    [Fact]
    public async Task While_the_keys_cannot_be_had_tokens_are_unavailable_and_ballots_go_on()
    {
        await using var gateway = await fixture.AnotherAsync(("Auth:KeysFile", ""), ("Services:Identity:Address", "http://127.0.0.1:9"));
        using var ballot = new HttpRequestMessage(HttpMethod.Put, Ballot) { Content = JsonContent.Create(new { }) };
        ballot.Headers.Authorization = new("Bearer", fixture.Tokens.Person(PersonId.From(Guid.NewGuid())));

        using var personal = await Get(gateway, Organisation, fixture.Tokens.Person(PersonId.From(Guid.NewGuid())));
        using var cast = await gateway.Http.SendAsync(ballot, Cancel);

        personal.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await personal.ProblemCodeAsync()).ShouldBe("request.unavailable");
        cast.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> Get(GatewayHost gateway, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        return await gateway.Http.SendAsync(request, Cancel);
    }
}
