using System.Net;
using System.Net.Http.Json;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.Routing;

/// <summary>Addresses that belong to no operation: unknown ones, sign-in, the web.</summary>
public sealed class ElsewhereTests(GatewayFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/medborgarbudget/v1/unknown")]
    [InlineData("/medborgarbudget/v2/organisations")]
    [InlineData("/medborgarbudget")]
    public async Task Unknown_address_of_the_api_is_a_problem(string path)
    {
        using var answer = await fixture.Http.GetAsync(new Uri(path, UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.ProblemCodeAsync()).ShouldBe("request.not_found");
    }

    [Fact]
    public async Task Problem_is_in_swedish_for_who_prefers_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/medborgarbudget/v1/unknown");
        request.Headers.AcceptLanguage.ParseAdd("sv-SE,en;q=0.5");

        using var answer = await fixture.Http.SendAsync(request, Cancel);

        (await answer.JsonAsync()).GetProperty("title").GetString().ShouldBe("Adressen finns inte.");
    }

    [Fact]
    public async Task Method_that_an_address_does_not_take_is_told_with_those_it_takes()
    {
        using var answer = await fixture.Http.DeleteAsync(new Uri("/medborgarbudget/v1/organisations", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await answer.ProblemCodeAsync()).ShouldBe("request.method_not_allowed");
        answer.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
    }

    [Fact]
    public async Task Sign_in_keeps_its_own_form_of_errors()
    {
        using var answer = await fixture.Http.PostAsJsonAsync("/connect/token", new { grant_type = "x" }, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.JsonAsync()).GetProperty("error").GetString().ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Sign_in_learns_the_name_that_the_browser_uses()
    {
        using var answer = await fixture.Http.GetAsync(new Uri("/connect/authorize", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        answer.Headers.Location.ShouldBe(new Uri(fixture.Gateway.Address, "/signed-in"));
    }

    [Fact]
    public async Task Everything_else_is_the_webs()
    {
        using var page = await fixture.Http.GetAsync(new Uri("/", UriKind.Relative), Cancel);
        using var missing = await fixture.Http.GetAsync(new Uri("/nowhere", UriKind.Relative), Cancel);

        (await page.Content.ReadAsStringAsync(Cancel)).ShouldBe($"<h1>{fixture.Gateway.Address.Authority}</h1>");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await missing.Content.ReadAsStringAsync(Cancel)).ShouldBe("<h1>Sidan finns inte</h1>");
    }

    [Fact]
    public async Task Without_a_web_everything_else_is_a_problem()
    {
        await using var gateway = await fixture.AnotherAsync(("Services:Web:Address", ""));

        using var answer = await gateway.Http.GetAsync(new Uri("/", UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.ProblemCodeAsync()).ShouldBe("request.not_found");
    }
}
