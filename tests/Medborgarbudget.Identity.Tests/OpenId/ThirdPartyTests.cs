using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Tests.Features;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ConsentClient = Medborgarbudget.Contracts.Identity.V1.ApiClientService.ApiClientServiceClient;
using IdentityClient = Medborgarbudget.Contracts.Identity.V1.IdentityService.IdentityServiceClient;
using RollClient = Medborgarbudget.Contracts.Identity.V1.RollService.RollServiceClient;
using WireKind = Medborgarbudget.Contracts.Identity.V1.ApiClientKind;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>People sign in through the client of a third party, as a browser and a program do.</summary>
public sealed class ThirdPartyTests(SignInFixture host) : IClassFixture<SignInFixture>
{
    private const string Scope = "openid profile ideas vote";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_is_asked_once_and_what_she_reads_cannot_be_forged_by_the_client()
    {
        var client = await ApprovedAsync();
        var browser = client.Browser();
        var path = browser.AuthorizePath(scope: Scope);
        await browser.ChooseAsync("bo", path, Cancel);
        using var page = await browser.GetAsync(path, Cancel);
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancel));
        html.ShouldContain("Provköping har godkänt appen.");
        html.ShouldContain("torget@example.se");
        html.ShouldContain("rösta");
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldNotContain("<b>");
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' https://torget.test");

        (await browser.GetAsync(path + "&consent=yes", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK, "an address is the client's to write, and asks again");
        (await browser.AnswerAsync(path, "yes", Cancel, "https://torget.test")).StatusCode.ShouldBe(HttpStatusCode.OK, "so is a form on its own page");
        Query(await browser.AnswerAsync(path, "no", Cancel), "error").ShouldBe("access_denied");
        Query(await browser.GetAsync(path + "&prompt=none", Cancel), "error").ShouldBe("consent_required");
        Query(await browser.AnswerAsync(path, "yes", Cancel, SignInFixture.Issuer.TrimEnd('/')), "code").ShouldNotBeNull();
        Query(await browser.GetAsync(path, Cancel), "code").ShouldNotBeNull();
        (await browser.GetAsync(path + "&prompt=consent", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task S1_roles_of_officials_are_in_no_token_of_a_third_party_and_no_answer_to_it()
    {
        var client = await ApprovedAsync();
        foreach (var official in new[] { "alva", IdentityFixture.NetworkLeaderKey })
        {
            var answer = await client.Browser().SignInAgreeingAsync(official, Scope, Cancel);
            foreach (var name in new[] { "access_token", "id_token" })
            {
                var token = Payload(answer.GetProperty(name).GetString()!);
                token.GetProperty("roles").GetArrayLength().ShouldBe(0);
                token.TryGetProperty("withheld_roles", out _).ShouldBeFalse();
            }

            var own = Payload(await client.TokenAsync(official));
            own.GetProperty("roles").GetArrayLength().ShouldBeGreaterThan(0, "through our own client she has them");
            (await As(answer).GetMeAsync(new GetMeRequest(), cancellationToken: Cancel)).Roles.ShouldBeEmpty();
            (await Failures.CodeOf(() => As(answer).ListRoleGrantsAsync(
                new ListRoleGrantsRequest { OrganisationId = client.Organisation.ToString() }, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
        }
    }

    [Fact]
    public async Task Token_is_good_for_what_she_agreed_to_alone()
    {
        var client = await ApprovedAsync();
        var roll = await client.VotingAsync("carl", rehearsal: false);
        var answer = await client.Browser().SignInAgreeingAsync("carl", "openid profile", Cancel);
        (await Failures.CodeOf(() => BallotTokenAsync(answer, roll))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => Consents(answer).ListMyConsentsAsync(new ListMyConsentsRequest(), cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
        (await client.Browser().GetAsync(client.Browser().AuthorizePath(scope: "openid everything"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Ballot_token_names_the_client_and_is_given_in_sub_budgets_of_its_organisation_only()
    {
        var client = await ApprovedAsync();
        var roll = await client.VotingAsync("dana", rehearsal: false);
        var answer = await client.Browser().SignInAgreeingAsync("dana", Scope, Cancel);
        new JsonWebToken((await BallotTokenAsync(answer, roll)).Token).GetClaim("client").Value.ShouldBe(client.ClientId);
        var other = await ApprovedAsync("gun");
        (await Failures.CodeOf(async () => await BallotTokenAsync(answer, await other.VotingAsync("dana", rehearsal: false)))).ShouldBe("identity.client_not_allowed");
    }

    [Fact]
    public async Task Client_on_trial_gets_ballot_tokens_in_rehearsals_alone_and_no_ideas()
    {
        var client = new ThirdPartyDriver(host);
        await client.RegisterAsync();
        var answer = await client.Browser().SignInAgreeingAsync("eva", Scope, Cancel);
        Payload(answer.GetProperty("access_token").GetString()!).GetProperty("scope").GetString()!.Split(' ').ShouldBe(["openid", "profile", "vote"], ignoreOrder: true);
        var real = await client.VotingAsync("eva", rehearsal: false);
        var rehearsal = await client.VotingAsync("eva", rehearsal: true);
        (await Failures.CodeOf(() => BallotTokenAsync(answer, real))).ShouldBe("identity.client_not_allowed");
        (await BallotTokenAsync(answer, rehearsal)).Token.ShouldNotBeEmpty();
        await client.ApproveAsync();
        (await BallotTokenAsync(answer, real)).Token.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Withdrawn_consent_ends_ballot_tokens_at_once_and_she_is_asked_again()
    {
        var client = await ApprovedAsync();
        var roll = await client.VotingAsync("frej", rehearsal: false);
        var browser = client.Browser();
        var answer = await browser.SignInAgreeingAsync("frej", Scope, Cancel);
        var me = new ConsentClient(host.As(await client.TokenAsync("frej")));
        var given = (await me.ListMyConsentsAsync(new ListMyConsentsRequest(), cancellationToken: Cancel)).Consents.Single();
        (given.ApiClientId, given.OrganisationName, string.Join(' ', given.Scopes)).ShouldBe((client.ApiClientId, "Provköping", "ideas vote"));
        (await me.WithdrawConsentAsync(new WithdrawConsentRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel)).Consents.ShouldBeEmpty();
        (await Failures.CodeOf(() => BallotTokenAsync(answer, roll))).ShouldBe("identity.client_not_allowed");
        (await browser.GetAsync(browser.AuthorizePath(scope: Scope), Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Failures.CodeOf(() => me.WithdrawConsentAsync(new WithdrawConsentRequest { ApiClientId = client.ApiClientId }, cancellationToken: Cancel).ResponseAsync))
            .ShouldBe("identity.consent_missing");
    }

    [Fact]
    public async Task S6_suspended_client_gets_no_code_token_refresh_or_ballot_token_and_goes_on_when_resumed()
    {
        var client = await ApprovedAsync(kind: WireKind.Confidential);
        var roll = await client.VotingAsync("gota", rehearsal: false);
        var browser = client.Browser(await client.RotateAsync());
        var answer = await browser.SignInAgreeingAsync("gota", Scope + " offline_access", Cancel);
        var code = Query(await browser.GetAsync(browser.AuthorizePath(scope: Scope), Cancel), "code").ShouldNotBeNull();
        Dictionary<string, string> refresh = new() { ["grant_type"] = "refresh_token", ["refresh_token"] = answer.GetProperty("refresh_token").GetString()! };
        await client.SuspendAsync();
        Query(await browser.GetAsync(browser.AuthorizePath(scope: Scope), Cancel), "error").ShouldBe("unauthorized_client");
        (await ErrorOf(await browser.RedeemAsync(code, Cancel))).ShouldBe("unauthorized_client");
        (await ErrorOf(await browser.TokenAsync(refresh, Cancel))).ShouldBe("unauthorized_client");
        (await ErrorOf(await browser.TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel))).ShouldBe("unauthorized_client");
        (await Failures.CodeOf(() => BallotTokenAsync(answer, roll))).ShouldBe("identity.client_not_allowed");
        await client.ResumeAsync();
        (await BallotTokenAsync(answer, roll)).Token.ShouldNotBeEmpty();
        (await browser.SignInAgreeingAsync("gota", Scope, Cancel)).TryGetProperty("access_token", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task S6_two_secrets_hold_while_one_replaces_the_other_and_never_a_third()
    {
        var client = await ApprovedAsync(kind: WireKind.Confidential);
        (await AsItselfAsync(client, "guess")).ShouldBe("invalid_client");
        var (first, second) = (await client.RotateAsync(), await client.RotateAsync());
        (await AsItselfAsync(client, first), await AsItselfAsync(client, second)).ShouldBe(("", ""));
        var third = await client.RotateAsync();
        (await AsItselfAsync(client, first), await AsItselfAsync(client, second), await AsItselfAsync(client, third)).ShouldBe(("invalid_client", "", ""));
        host.Clock.Advance(TimeSpan.FromHours(24));
        (await AsItselfAsync(client, second), await AsItselfAsync(client, third)).ShouldBe(("invalid_client", ""));
        (await AsItselfAsync(client, third + "x")).ShouldBe("invalid_client");
    }

    [Fact]
    public async Task S6_server_of_a_third_party_proves_itself_with_the_key_that_holds_now_and_with_no_other()
    {
        var client = await ApprovedAsync(kind: WireKind.Confidential);
        using var first = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var second = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await ByKeyAsync(client, first)).ShouldBe("invalid_client");
        (await client.SetKeysAsync(first.ExportSubjectPublicKeyInfoPem())).Count.ShouldBe(1);
        (await ByKeyAsync(client, first), await ByKeyAsync(client, second)).ShouldBe(("", "invalid_client"));
        await client.SetKeysAsync(first.ExportSubjectPublicKeyInfoPem() + "\n" + second.ExportSubjectPublicKeyInfoPem());
        (await ByKeyAsync(client, first), await ByKeyAsync(client, second)).ShouldBe(("", ""));
        (await Failures.CodeOf(() => client.SetKeysAsync(first.ExportPkcs8PrivateKeyPem()))).ShouldBe("request.invalid");
        await client.SetKeysAsync(second.ExportSubjectPublicKeyInfoPem());
        (await ByKeyAsync(client, first), await ByKeyAsync(client, second)).ShouldBe(("invalid_client", ""));
        await client.SuspendAsync();
        (await ByKeyAsync(client, second)).ShouldBe("unauthorized_client");
        await client.ResumeAsync();
        (await client.SetKeysAsync("")).ShouldBeEmpty();
        (await ByKeyAsync(client, second)).ShouldBe("invalid_client");
    }

    [Fact]
    public async Task Public_client_gets_neither_refresh_token_nor_a_token_of_its_own()
    {
        var client = await ApprovedAsync();
        (await client.Browser().GetAsync(client.Browser().AuthorizePath(scope: Scope + " offline_access"), Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ErrorOf(await client.Browser().TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel))).ShouldBe("invalid_request");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await Failures.CodeOf(() => client.SetKeysAsync(key.ExportSubjectPublicKeyInfoPem()))).ShouldBe("identity.client_has_no_secret");
        (await ErrorOf(await client.Browser("guess").TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel))).ShouldBeOneOf("invalid_client", "invalid_request", "unauthorized_client");
    }

    private async Task<ThirdPartyDriver> ApprovedAsync(string administrator = "alva", WireKind kind = WireKind.Public)
    {
        var client = new ThirdPartyDriver(host, administrator);
        await client.RegisterAsync(kind);
        await client.ApproveAsync();
        return client;
    }

    /// <summary>The client's own token by its secret: empty, or the error.</summary>
    private static async Task<string> AsItselfAsync(ThirdPartyDriver client, string secret)
    {
        using var answer = await client.Browser(secret).TokenAsync(new() { ["grant_type"] = "client_credentials" }, Cancel);
        if (!answer.IsSuccessStatusCode)
        {
            return (await ErrorOf(answer))!;
        }

        var token = Payload(JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("access_token").GetString()!);
        token.GetProperty("sub").GetString().ShouldBe(client.ClientId);
        token.TryGetProperty("roles", out _).ShouldBeFalse();
        return "";
    }

    private Task<string> ByKeyAsync(ThirdPartyDriver client, ECDsa key) =>
        Assertion.SendAsync(host.Http, client.ClientId, new Assertion(client.ClientId, Assertion.Of(key), host.Clock.GetUtcNow()).Sign(), Cancel);

    private Task<BallotToken> BallotTokenAsync(JsonElement answer, RollDriver roll) =>
        new RollClient(host.As(answer.GetProperty("access_token").GetString()))
            .IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    private IdentityClient As(JsonElement answer) => new(host.As(answer.GetProperty("access_token").GetString()));

    private ConsentClient Consents(JsonElement answer) => new(host.As(answer.GetProperty("access_token").GetString()));

    private static string? Query(HttpResponseMessage answer, string field) =>
        System.Web.HttpUtility.ParseQueryString(answer.Headers.Location.ShouldNotBeNull().Query)[field];

    private static JsonElement Payload(string token) => JsonDocument.Parse(Base64UrlEncoder.Decode(token.Split('.')[1])).RootElement;

    private static async Task<string?> ErrorOf(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("error").GetString();
}
