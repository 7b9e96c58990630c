using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>What a page of another site can do with the browser of a person who is signed in here: nothing (S4). The forms are those that the host has mapped.</summary>
public sealed class CrossSiteTests(SignInFixture host, SqliteIdentity secure) : IClassFixture<SignInFixture>, IClassFixture<SqliteIdentity>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S4_no_form_of_another_site_changes_who_is_signed_in_or_gets_anything()
    {
        var browser = new SignInClient(host.Http);
        await browser.ChooseAsync("bo", browser.AuthorizePath(), Cancel);
        var forms = Forms();
        forms.ShouldContain("/connect/logout");
        forms.ShouldContain("/simulated-eid");
        foreach (var form in forms)
        {
            using var answer = await browser.PostAsync(form, Hostile(browser), Cancel, "https://elsewhere.test");
            ((int)answer.StatusCode).ShouldBeLessThan(500, form);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse(form);
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("access_token", Case.Insensitive, form);
            using var still = await browser.GetAsync(browser.AuthorizePath(more: "&prompt=none"), Cancel);
            still.Headers.Location!.Query.ShouldContain("code=", Case.Sensitive, $"signed in as before, after {form}");
        }
    }

    [Fact]
    public async Task S4_the_session_is_a_host_cookie_that_no_script_and_no_other_sites_form_has()
    {
        var browser = new SignInClient(secure.Http);
        using var answer = await browser.ChooseAsync("bo", browser.AuthorizePath(), Cancel);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("__Host-mb-session=");
        foreach (var flag in new[] { "secure", "httponly", "samesite=lax", "path=/" })
        {
            cookie.ShouldContain(flag, Case.Insensitive);
        }

        cookie.ShouldNotContain("domain", Case.Insensitive);
    }

    private List<string> Forms() =>
    [
        .. host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is null
                && endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains(HttpMethod.Post.Method) == true)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(path => !path.Contains('{', StringComparison.Ordinal))
            .Distinct(),
    ];

    /// <summary>Everything that any of the forms could want to hear.</summary>
    private static Dictionary<string, string> Hostile(SignInClient browser) => new()
    {
        ["confirm"] = "yes", ["consent"] = "yes", ["person"] = "alva", ["returnUrl"] = browser.AuthorizePath(), ["post_logout_redirect_uri"] = "https://elsewhere.test/",
    };
}
