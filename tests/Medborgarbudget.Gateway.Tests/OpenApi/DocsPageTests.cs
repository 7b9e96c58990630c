using System.Net;
using System.Text.RegularExpressions;
using Medborgarbudget.Gateway.Tests.Hosting;

namespace Medborgarbudget.Gateway.Tests.OpenApi;

public sealed partial class DocsPageTests(GatewayFixture fixture)
{
    private static readonly Uri Page = new("/medborgarbudget/v1/docs/", UriKind.Relative);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_names_no_other_host()
    {
        var html = await fixture.Http.GetStringAsync(Page, Cancel);

        ForeignAddress().Matches(html).ShouldBeEmpty();
        html.ShouldContain("medborgarbudget/v1/openapi.json");
    }

    [Fact]
    public async Task Page_runs_only_the_scripts_it_came_with()
    {
        using var answer = await fixture.Http.GetAsync(Page, Cancel);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Nonce().Match(policy).Groups[1].Value;

        nonce.Length.ShouldBeGreaterThan(20);
        policy.ShouldStartWith("default-src 'none'; script-src 'nonce-");
        policy.ShouldContain("connect-src 'self'");
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain($"nonce=\"{nonce}\"");
    }

    [Theory]
    [InlineData("scalar.js")]
    [InlineData("scalar.aspnetcore.js")]
    public async Task Script_of_the_page_is_served_from_here(string script)
    {
        using var answer = await fixture.Http.GetAsync(new Uri(Page + script, UriKind.Relative), Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
    }

    [GeneratedRegex(@"(https?:)?//[a-z]")]
    private static partial Regex ForeignAddress();

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();
}
