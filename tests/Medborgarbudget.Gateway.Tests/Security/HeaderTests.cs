using System.Text;
using Medborgarbudget.Gateway.Tests.Hosting;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Gateway.Tests.Security;

public sealed class HeaderTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/medborgarbudget/v1/organisations/o1")]
    [InlineData("/medborgarbudget/v1/organisations/unknown")]
    [InlineData("/medborgarbudget/v1/editions")]
    [InlineData("/medborgarbudget/v1/openapi.json")]
    public async Task Answers_of_the_api_are_data_and_nothing_else(string path)
    {
        using var answer = await fixture.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        One(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        One(answer, "Referrer-Policy").ShouldBe("no-referrer");
        One(answer, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
        answer.Headers.Contains("Server").ShouldBeFalse();
        answer.Headers.Contains("X-Powered-By").ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_to_a_ballot_is_data_and_stored_nowhere()
    {
        using var ballot = new StringContent("{}", Encoding.UTF8, "application/json");

        using var answer = await fixture.Http.PutAsync(new Uri($"/medborgarbudget/v1/sub-budgets/{Guid.NewGuid()}/ballot", UriKind.Relative), ballot, Cancel);

        One(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        One(answer, "Content-Security-Policy").ShouldBe("default-src 'none'; frame-ancestors 'none'");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.Contains("Referrer-Policy").ShouldBeFalse();
        answer.Headers.Contains("Cross-Origin-Resource-Policy").ShouldBeFalse();
    }

    [Fact]
    public async Task Answer_to_a_token_is_stored_nowhere()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/medborgarbudget/v1/organisations/o1");
        request.Headers.Authorization = new("Bearer", fixture.Tokens.Person(PersonId.From(Guid.NewGuid())));

        using var answer = await fixture.Http.SendAsync(request, Cancel);

        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Page_of_the_web_keeps_the_headers_it_came_with()
    {
        using var answer = await fixture.Http.GetAsync(new Uri("/", UriKind.Relative), Cancel);

        One(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        answer.Headers.Contains("Content-Security-Policy").ShouldBeFalse();
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    public async Task S5_no_origin_is_let_in_that_no_client_has(string method)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), "/medborgarbudget/v1/organisations/o1");
        request.Headers.Add("Origin", "https://elsewhere.invalid");
        request.Headers.Add("Access-Control-Request-Method", "GET");

        using var answer = await fixture.Http.SendAsync(request, Cancel);

        answer.Headers.Select(header => header.Key).ShouldNotContain(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    private static string One(HttpResponseMessage answer, string header) => answer.Headers.GetValues(header).Single();
}
