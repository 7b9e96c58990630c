using System.Net;
using System.Text.RegularExpressions;
using Medborgarbudget.Identity.Tests.OpenId;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.Identity.Tests.Federation;

public sealed class LogoutOnSqlite(SqliteFederation host) : LogoutTests(host), IClassFixture<SqliteFederation>;

/// <summary>People sign out as a browser does, here and at the broker that they came through.</summary>
public abstract partial class LogoutTests(FederationFixture host)
{
    private const string Here = "http://web.test/signout-callback-oidc";

    [Fact]
    public async Task Sign_out_with_the_persons_own_token_ends_the_session_here_and_at_the_broker_and_comes_back_to_the_client()
    {
        using var browser = Web();
        var tokens = await browser.TokensAsync("alfa", "bo");
        (await IsKnownToAsync(browser, host.Alfa)).ShouldBeTrue();
        using var leaving = await browser.GetAsync(LogoutPath(tokens.GetProperty("id_token").GetString()));
        leaving.StatusCode.ShouldBe(HttpStatusCode.OK, await leaving.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var broker = leaving.Headers.GetValues("Refresh").Single().Split("url=", 2)[1];
        broker.ShouldStartWith($"{host.Alfa.Issuer}/session/end?");
        broker.ShouldNotContain("199602292386");
        (await IsSignedInAsync(browser)).ShouldBeFalse("before the broker has answered, and if it never does");

        using var back = await ConfirmAtAsync(browser, host.Alfa, broker);
        back.Headers.Location!.AbsoluteUri.ShouldBe($"{Here}?state=s7");
        (await IsKnownToAsync(browser, host.Alfa)).ShouldBeFalse();
    }

    [Fact]
    public async Task Nobody_is_signed_out_by_a_link_or_by_a_form_of_another_site()
    {
        using var browser = Web();
        await browser.TokensAsync("alfa", "bo");
        using var page = await browser.GetAsync(LogoutPath(null));
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        html.ShouldContain("Vill du logga ut?");
        html.ShouldContain("Sign out");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("form-action 'self' http://web.test");
        (await IsSignedInAsync(browser)).ShouldBeTrue();
        using var elsewhere = await browser.PostAsync(LogoutEndpointPath, Confirmed(), "https://elsewhere.test");
        (await IsSignedInAsync(browser)).ShouldBeTrue();
        using var address = await browser.GetAsync(LogoutPath(null) + "&confirm=yes");
        (await IsSignedInAsync(browser)).ShouldBeTrue("the address is whoever's that wrote it");
        using var own = await browser.PostAsync(LogoutEndpointPath, Confirmed(), FederationFixture.Issuer.TrimEnd('/'));
        own.Headers.Contains("Refresh").ShouldBeTrue();
        (await IsSignedInAsync(browser)).ShouldBeFalse();
    }

    [Fact]
    public async Task Token_of_somebody_else_or_a_forged_one_signs_nobody_out()
    {
        using var browser = Web();
        using var other = Web();
        await browser.TokensAsync("alfa", "bo");
        var theirs = (await other.TokensAsync("alfa", "asta")).GetProperty("id_token").GetString()!;
        using var asked = await browser.GetAsync(LogoutPath(theirs));
        (await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Vill du logga ut?");
        using var forged = await browser.GetAsync(LogoutPath(theirs[..^4] + "AAAA"));
        ((int)forged.StatusCode).ShouldBeLessThan(500);
        (await IsSignedInAsync(browser)).ShouldBeTrue();
    }

    [Fact]
    public async Task Address_that_is_not_the_clients_is_never_gone_to()
    {
        using var browser = Web();
        var tokens = await browser.TokensAsync("alfa", "bo");
        using var answer = await browser.GetAsync(LogoutPath(tokens.GetProperty("id_token").GetString()).Replace("web.test", "elsewhere.test", StringComparison.Ordinal));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var back = await browser.GetAsync("/eid/alfa/signed-out?state=https%3A%2F%2Felsewhere.test%2F");
        back.Headers.Location!.OriginalString.ShouldBe("/");
    }

    private const string LogoutEndpointPath = "/connect/logout";

    private Browser Web() => new(host.Http, new SignInClient(host.Http, "mb-web", "http://web.test/signin-oidc", FederationFixture.WebSecret));

    private static string LogoutPath(string? hint) =>
        $"{LogoutEndpointPath}?client_id=mb-web&post_logout_redirect_uri={Uri.EscapeDataString(Here)}&state=s7" + (hint is null ? "" : $"&id_token_hint={hint}");

    private static Dictionary<string, string> Confirmed() => new()
    {
        ["client_id"] = "mb-web", ["post_logout_redirect_uri"] = Here, ["state"] = "s7", ["confirm"] = "yes",
    };

    private static async Task<bool> IsSignedInAsync(Browser browser)
    {
        using var answer = await browser.GetAsync(browser.AuthorizePath("&prompt=none"));
        return System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["error"] != "login_required";
    }

    /// <summary>Whether the broker would sign the browser in without asking anything.</summary>
    private static async Task<bool> IsKnownToAsync(Browser browser, OidcProvider broker)
    {
        using var answer = await browser.GetAsync(
            $"{broker.Issuer}/auth?client_id=medborgarbudget&response_type=code&scope=openid&prompt=none&nonce=n&state=s&code_challenge_method=S256"
            + $"&code_challenge={new string('a', 43)}&redirect_uri={Uri.EscapeDataString($"{FederationFixture.Issuer}eid/alfa/callback")}");
        return System.Web.HttpUtility.ParseQueryString(answer.Headers.Location.ShouldNotBeNull().Query)["error"] is null;
    }

    /// <summary>Says yes at the broker; the last answer, which leads to the client.</summary>
    private static async Task<HttpResponseMessage> ConfirmAtAsync(Browser browser, OidcProvider broker, string address)
    {
        using var page = await browser.GetAsync(address);
        var secret = Xsrf().Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Groups[1].Value;
        using var confirmed = await browser.PostAsync($"{broker.Issuer}/session/end/confirm", new() { ["xsrf"] = secret, ["logout"] = "yes" }, broker.Issuer);
        var back = confirmed.Headers.Location.ShouldNotBeNull().AbsoluteUri;
        back.ShouldStartWith($"{FederationFixture.Issuer}eid/alfa/signed-out?state=");
        return await browser.FollowAsync(back, next => next.StartsWith("http://web.test/", StringComparison.Ordinal));
    }

    [GeneratedRegex("name=\"xsrf\" value=\"([^\"]+)\"")]
    private static partial Regex Xsrf();
}
