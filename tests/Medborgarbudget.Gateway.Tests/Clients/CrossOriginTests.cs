using System.Net;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Clients;

/// <summary>S5: whose pages a browser lets call.</summary>
public sealed class CrossOriginTests : IAsyncLifetime
{
    private const string Ballot = "/medborgarbudget/v1/sub-budgets/s1/ballot";
    private const string Organisation = "/medborgarbudget/v1/organisations/o1";
    private ClientStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await ClientStage.StartAsync();

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Theory]
    [InlineData(Ballot)]
    [InlineData(Organisation)]
    [InlineData("/connect/token")]
    [InlineData("/medborgarbudget.network.v1.NetworkService/ListOrganisations")]
    public async Task S5_preflight_of_a_registered_origin_is_answered_for_it_alone(string path)
    {
        using var answer = await PreflightAsync(path, ClientStage.SquareOrigin);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        One(answer, "Access-Control-Allow-Origin").ShouldBe(ClientStage.SquareOrigin);
        One(answer, "Access-Control-Allow-Methods").ShouldContain("PUT");
        One(answer, "Access-Control-Allow-Headers").ShouldContain("idempotency-key");
        One(answer, "Vary").ShouldBe("Origin");
        answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://elsewhere.test")]
    [InlineData("https://torget.test.elsewhere.test")]
    [InlineData("https://TORGET.test")]
    [InlineData("https://torget.test:443")]
    [InlineData("http://torget.test")]
    [InlineData("https://torget.test/")]
    [InlineData("https://torget.test, https://elsewhere.test")]
    [InlineData("null")]
    [InlineData("*")]
    public async Task S5_origin_is_compared_to_the_letter(string origin)
    {
        using var answer = await PreflightAsync(Ballot, origin);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.ProblemCodeAsync()).ShouldBe("gateway.origin_not_allowed");
        NamesNobody(answer);
        using var cast = await _stage.SendAsync(HttpMethod.Put, Ballot, "t", origin);
        NamesNobody(cast);
    }

    [Fact]
    public async Task S5_answers_of_every_kind_can_be_read_by_the_registered_page()
    {
        using var cast = await _stage.SendAsync(HttpMethod.Put, Ballot, "t", ClientStage.SquareOrigin);
        cast.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var refused = await _stage.SendAsync(HttpMethod.Put, Ballot, "refuse", ClientStage.SquareOrigin);
        using var forged = await _stage.SendAsync(HttpMethod.Get, Organisation, "x.y.z", ClientStage.SquareOrigin);
        using var missing = await _stage.SendAsync(HttpMethod.Post, "/medborgarbudget/v1/nothing", null, ClientStage.SquareOrigin);
        using var own = await _stage.SendAsync(HttpMethod.Get, Organisation, _stage.TokenOf(ClientStage.Square), ClientStage.SquareOrigin);
        own.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var answer in new[] { cast, refused, forged, missing, own })
        {
            One(answer, "Access-Control-Allow-Origin").ShouldBe(ClientStage.SquareOrigin);
            One(answer, "Access-Control-Expose-Headers").ShouldContain("retry-after");
        }
    }

    [Fact]
    public async Task S5_what_a_visitor_reads_any_page_may_read_and_nothing_with_a_token()
    {
        using var open = await _stage.SendAsync(HttpMethod.Get, Organisation, null, "https://elsewhere.test");
        One(open, "Access-Control-Allow-Origin").ShouldBe("*");
        open.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
        using var own = await _stage.SendAsync(HttpMethod.Get, Organisation, _stage.TokenOf(ClientStage.Square), "https://elsewhere.test");
        NamesNobody(own);
        using var page = await _stage.SendAsync(HttpMethod.Get, "/", null, ClientStage.SquareOrigin);
        NamesNobody(page);
        using var signIn = await _stage.SendAsync(HttpMethod.Get, "/connect/authorize", null, ClientStage.SquareOrigin);
        NamesNobody(signIn);
    }

    [Fact]
    public async Task S6_pages_of_a_suspended_client_are_let_in_no_more_and_others_are()
    {
        await _stage.ChangeAsync(ClientStage.Stopped(ClientStage.Square, ClientStage.SquareOrigin), ClientStage.Active(ClientStage.Library, "https://biblioteket.test"));
        (await PreflightAsync(Ballot, ClientStage.SquareOrigin)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await PreflightAsync(Ballot, "https://biblioteket.test")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task S5_pages_are_let_in_while_Identity_is_down()
    {
        await _stage.FallSilentAsync();
        (await PreflightAsync(Ballot, ClientStage.SquareOrigin)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    private Task<HttpResponseMessage> PreflightAsync(string path, string origin) => _stage.SendAsync(HttpMethod.Options, path, null, origin, "PUT");

    private static void NamesNobody(HttpResponseMessage answer) =>
        answer.Headers.Select(header => header.Key).ShouldNotContain(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.GetValues(header).Single();
}
