using System.Net;
using System.Text.Json;
using Medborgarbudget.Contracts.Identity.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Tests.OpenId;

public sealed class SignInTests(SignInFixture host) : IClassFixture<SignInFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_gets_a_five_minute_token_signed_with_a_published_key()
    {
        var answer = await new SignInClient(host.Http).SignInAsync("alva", Cancel);
        answer.GetProperty("expires_in").GetInt32().ShouldBeInRange(295, 300);
        var token = await ValidatedAsync(answer.GetProperty("access_token").GetString()!);
        token.Alg.ShouldBe("ES256");
        Guid.TryParse(token.Subject, out _).ShouldBeTrue();
        token.GetClaim("client_id").Value.ShouldBe("mb-cli");
        token.GetClaim("loa").Value.ShouldBe("substantial");
        token.TryGetClaim("name", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Roles_are_an_array_even_when_there_is_one_or_none()
    {
        var leader = await new SignInClient(host.Http).SignInAsync(IdentityFixture.NetworkLeaderKey, Cancel);
        Payload(leader).GetProperty("roles").EnumerateArray().Single().GetString().ShouldBe("network_leader@installation");
        var nobody = await new SignInClient(host.Http).SignInAsync("bo", Cancel);
        Payload(nobody).GetProperty("roles").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Same_person_keeps_her_id_and_no_token_tells_her_number()
    {
        var first = await new SignInClient(host.Http).SignInAsync("cilla", Cancel);
        var second = await new SignInClient(host.Http).SignInAsync("cilla", Cancel);
        Payload(second).GetProperty("sub").GetString().ShouldBe(Payload(first).GetProperty("sub").GetString());
        Payload(first).GetRawText().ShouldNotContain("12312381");
        Payload(first, "id_token").GetRawText().ShouldNotContain("12312381");
        Payload(first, "id_token").GetProperty("name").GetString().ShouldBe("Cilla Testgren");
    }

    [Fact]
    public async Task Token_is_taken_by_the_service_itself()
    {
        var answer = await new SignInClient(host.Http).SignInAsync("david", Cancel);
        var client = new Contracts.Identity.V1.IdentityService.IdentityServiceClient(host.As(answer.GetProperty("access_token").GetString()));
        var me = await client.GetMeAsync(new GetMeRequest(), cancellationToken: Cancel);
        me.DisplayName.ShouldBe("David Exempelsson");
        me.PersonId.ShouldBe(Payload(answer).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Code_is_taken_once_and_only_with_its_verifier()
    {
        var client = new SignInClient(host.Http);
        var code = await client.CodeAsync("elsa", Cancel);
        (await ErrorOf(await client.RedeemAsync(code, Cancel, verifier: new string('a', 43)))).ShouldBe("invalid_grant");
        code = await client.CodeAsync("elsa", Cancel);
        (await client.RedeemAsync(code, Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ErrorOf(await client.RedeemAsync(code, Cancel))).ShouldBe("invalid_grant");
    }

    [Fact]
    public async Task Without_a_challenge_no_code_is_given()
    {
        var client = new SignInClient(host.Http);
        var path = client.AuthorizePath().Split("&code_challenge_method", 2)[0];
        using var answer = await client.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("code_challenge");
    }

    [Fact]
    public async Task Unknown_redirect_and_unknown_client_are_not_sent_anywhere()
    {
        var elsewhere = new SignInClient(host.Http, redirectUri: "https://elsewhere.invalid/callback");
        (await elsewhere.GetAsync(elsewhere.AuthorizePath(), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var unknown = new SignInClient(host.Http, clientId: "nobody");
        (await unknown.GetAsync(unknown.AuthorizePath(), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Visitor_is_sent_to_the_electronic_id_and_told_apart_when_nothing_may_be_shown()
    {
        var client = new SignInClient(host.Http);
        var answer = await client.GetAsync(client.AuthorizePath(), Cancel);
        answer.Headers.Location!.OriginalString.ShouldStartWith("/simulated-eid?returnUrl=%2Fconnect%2Fauthorize");
        var silent = await client.GetAsync(client.AuthorizePath(more: "&prompt=none"), Cancel);
        System.Web.HttpUtility.ParseQueryString(silent.Headers.Location!.Query)["error"].ShouldBe("login_required");
    }

    [Fact]
    public async Task Web_refreshes_its_token_and_the_command_line_gets_no_refresh_token()
    {
        var web = new SignInClient(host.Http, "mb-web", "http://web.test/signin-oidc", SignInFixture.WebSecret);
        var answer = await web.SignInAsync("farid", Cancel, "openid profile offline_access");
        var refresh = answer.GetProperty("refresh_token").GetString()!;
        using var renewed = await web.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh }, Cancel);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cli = await new SignInClient(host.Http).SignInAsync("farid", Cancel);
        cli.TryGetProperty("refresh_token", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Service_signs_in_with_its_secret_and_with_no_other()
    {
        var budget = new SignInClient(host.Http, "service-budget", secret: SignInFixture.ServiceSecret);
        using var answer = await budget.TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var token = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        Payload(token).GetProperty("sub").GetString().ShouldBe("service-budget");
        Payload(token).GetProperty("client_id").GetString().ShouldBe("service-budget");
        Payload(token).TryGetProperty("roles", out _).ShouldBeFalse();
        var thief = new SignInClient(host.Http, "service-budget", secret: "guess");
        (await ErrorOf(await thief.TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel))).ShouldBe("invalid_client");
    }

    [Fact]
    public async Task Discovery_names_the_public_addresses()
    {
        var document = JsonDocument.Parse(await host.Http.GetStringAsync("/.well-known/openid-configuration", Cancel)).RootElement;
        document.GetProperty("issuer").GetString().ShouldBe(SignInFixture.Issuer);
        document.GetProperty("token_endpoint").GetString().ShouldBe(SignInFixture.Issuer + "connect/token");
        document.GetProperty("authorization_endpoint").GetString().ShouldBe(SignInFixture.Issuer + "connect/authorize");
        document.GetProperty("jwks_uri").GetString().ShouldBe(SignInFixture.Issuer + ".well-known/jwks");
    }

    [Theory]
    [InlineData("grant_type=client_credentials&client_id=service%00budget&client_secret=x")]
    [InlineData("grant_type=client_credentials&client_id=%00")]
    [InlineData("%00=1")]
    [InlineData("grant_type=password&username=a&password=b&client_id=mb-cli")]
    [InlineData("")]
    public async Task Hostile_token_request_is_refused_as_the_callers_fault(string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await host.Http.PostAsync("/connect/token", content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Form_with_thousands_of_fields_is_refused_as_the_callers_fault()
    {
        using var content = new StringContent(string.Concat(Enumerable.Range(0, 3_000).Select(i => $"f{i}=&")), System.Text.Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await host.Http.PostAsync("/simulated-eid", content, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Userinfo_tells_the_name_to_the_bearer_alone()
    {
        var token = (await new SignInClient(host.Http).SignInAsync("greta", Cancel)).GetProperty("access_token").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await host.Http.SendAsync(request, Cancel);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("Greta Skenstr");
        (await host.Http.GetAsync("/connect/userinfo", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Logout_with_ones_own_identity_token_ends_the_session()
    {
        var web = new SignInClient(host.Http, "mb-web", "http://web.test/signin-oidc", SignInFixture.WebSecret);
        var token = (await web.SignInAsync("hugo", Cancel)).GetProperty("id_token").GetString();
        var answer = await web.GetAsync($"/connect/logout?id_token_hint={token}", Cancel);
        answer.Headers.GetValues("Set-Cookie").Single().ShouldContain("expires=Thu, 01 Jan 1970");
    }

    [Theory]
    [InlineData("openid", false)]
    [InlineData("openid profile", true)]
    public async Task Userinfo_says_no_more_than_the_scopes_that_were_granted(string scope, bool hasName)
    {
        var token = (await new SignInClient(host.Http).SignInAsync("greta", Cancel, scope)).GetProperty("access_token").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await host.Http.SendAsync(request, Cancel);
        var names = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.EnumerateObject().Select(claim => claim.Name);
        names.ShouldBe(hasName ? ["sub", "name"] : ["sub"]);
    }

    private async Task<JsonWebToken> ValidatedAsync(string token)
    {
        var keys = new JsonWebKeySet(await host.Http.GetStringAsync("/.well-known/jwks", Cancel));
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = SignInFixture.Issuer,
            ValidateAudience = false,
            IssuerSigningKeys = keys.GetSigningKeys(),
            ValidTypes = ["at+jwt"],
            ValidateLifetime = false,
        });
        result.IsValid.ShouldBeTrue();
        return (JsonWebToken)result.SecurityToken;
    }

    private static JsonElement Payload(JsonElement answer, string token = "access_token") =>
        JsonDocument.Parse(Base64UrlEncoder.Decode(answer.GetProperty(token).GetString()!.Split('.')[1])).RootElement;

    private static async Task<string?> ErrorOf(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("error").GetString();
}
