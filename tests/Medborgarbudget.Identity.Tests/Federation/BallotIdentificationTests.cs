using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Tests.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests.Federation;

public sealed class BallotIdentificationsOnSqlite(SqliteFederation host) : BallotIdentificationTests(host), IClassFixture<SqliteFederation>;

public sealed class BallotIdentificationsOnPostgres(PostgresFederation host) : BallotIdentificationTests(host), IClassFixture<PostgresFederation>;

public abstract class BallotIdentificationTests(FederationFixture host) : IDisposable
{
    private readonly Browser _browser = new(host.Http);
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _browser.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("alfa", "bo")]
    [InlineData("beta", "bo-strong")]
    public async Task Voter_gets_a_ballot_token_through_every_broker_and_no_session(string broker, string person)
    {
        var roll = await OpenAsync();
        using var returned = await IdentifyAsync(roll, broker, person);
        returned.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe("http://web.test/legitimerad");
        HttpUtility.ParseQueryString(returned.Headers.Location.Query)["state"].ShouldBe("s 1&2");
        returned.Headers.TryGetValues("Set-Cookie", out var cookies);
        (cookies ?? []).ShouldAllBe(cookie => !cookie.StartsWith("mb-session", StringComparison.Ordinal));
        (await RedeemAsync(roll, CodeOf(returned))).Token.ShouldNotBeEmpty();
        (await _browser.FollowAsync(_browser.AuthorizePath("&prompt=none"), address => address.StartsWith("http://127.0.0.1", StringComparison.Ordinal))).Headers.Location!.Query
            .ShouldContain("error=login_required");
    }

    [Fact]
    public async Task Whoever_only_votes_gets_no_account()
    {
        var roll = await OpenAsync();
        var before = await CountPersonsAsync();
        using var returned = await IdentifyAsync(roll, "alfa", "asta");
        (await Failures.CodeOf(() => RedeemAsync(roll, CodeOf(returned)))).ShouldBe("identity.not_eligible");
        (await CountPersonsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Pseudonym_is_that_of_the_same_person_who_signs_in()
    {
        var roll = await OpenAsync();
        var voter = await RedeemAsync(roll, await CodeAsync(roll, "alfa", "bo"));
        using var browser = new Browser(host.Http);
        var client = new RollService.RollServiceClient(host.As(await browser.SignInAsync("beta", "bo-strong")));
        var signedIn = await client.IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        PayloadOf(voter)["pid"]!.GetValue<string>().ShouldBe(PayloadOf(signedIn)["pid"]!.GetValue<string>());
        PayloadOf(voter)["client"]!.GetValue<string>().ShouldBe("mb-web");
    }

    [Fact]
    public async Task Code_is_taken_once_and_only_with_its_verifier_for_its_sub_budget_within_a_minute()
    {
        var (roll, other) = (await OpenAsync(), await OpenAsync());
        var code = await CodeAsync(roll, "alfa", "bo");
        await ShouldBeInvalidAsync(other, code, _verifier);
        await ShouldBeInvalidAsync(roll, code, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)));
        await ShouldBeInvalidAsync(roll, code, "");
        (await RedeemAsync(roll, code)).Token.ShouldNotBeEmpty();
        await ShouldBeInvalidAsync(roll, code, _verifier);

        var late = await CodeAsync(roll, "alfa", "bo");
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        await ShouldBeInvalidAsync(roll, late, _verifier);
    }

    [Fact]
    public async Task Of_many_who_redeem_one_code_at_once_one_gets_the_token()
    {
        var roll = await OpenAsync();
        var code = await CodeAsync(roll, "alfa", "bo");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Failures.CodeOf(() => RedeemAsync(roll, code))));
        answers.Order().ShouldBe(["", .. Enumerable.Repeat("identity.ballot_identification_invalid", 19)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("å\u0000 not a code")]
    public async Task What_is_no_code_is_refused(string code) => await ShouldBeInvalidAsync(await OpenAsync(), code, _verifier);

    [Fact]
    public async Task Code_with_any_character_changed_is_refused()
    {
        var roll = await OpenAsync();
        var code = await CodeAsync(roll, "alfa", "bo");
        for (var i = 0; i < code.Length; i += 7)
        {
            await ShouldBeInvalidAsync(roll, $"{code[..i]}{(code[i] == 'A' ? 'B' : 'A')}{code[(i + 1)..]}", _verifier);
        }

        (await RedeemAsync(roll, code)).Token.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Weaker_identification_than_the_organisation_requires_is_refused_with_a_code_or_on_a_page()
    {
        var strict = new RollDriver(host, FederationFixture.Strict);
        await host.OpenVoteAsync(strict);
        var code = await CodeAsync(strict, "alfa", "bo");
        (await Failures.CodeOf(() => RedeemAsync(strict, code))).ShouldBe("identity.level_too_low");
        using var page = await IdentifyAsync(strict, "alfa", "bo", $"&organisation={FederationFixture.Strict}");
        page.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await page.Content.ReadAsStringAsync(Cancel)).ShouldContain("identity.level_too_low");
    }

    [Fact]
    public async Task Voter_chooses_among_the_electronic_ids_or_is_sent_straight_to_the_only_one()
    {
        var roll = await OpenAsync();
        using var choice = await _browser.FollowAsync(PathFor(roll));
        (await choice.Content.ReadAsStringAsync(Cancel)).ShouldContain("/eid/gamma?returnUrl=%2Fconnect%2Fballot");
        using var only = await _browser.GetAsync(PathFor(roll, $"&organisation={FederationFixture.OnlyBeta}"));
        only.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        only.Headers.Location!.AbsolutePath.ShouldNotStartWith("/eid");
    }

    [Fact]
    public async Task Cancelled_identification_is_told_and_may_begin_anew()
    {
        using var page = await IdentifyAsync(await OpenAsync(), "alfa", "");
        page.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancel));
        text.ShouldContain("<h1>Du är inte legitimerad");
        text.ShouldContain("identity.eid_cancelled");
        text.ShouldContain("/eid?returnUrl=%2Fconnect%2Fballot%3F");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?sub_budget=no-id&state=s&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("?sub_budget=11111111-1111-7111-8111-111111111111&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("?sub_budget=11111111-1111-7111-8111-111111111111&state=s&code_challenge_method=plain&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    [InlineData("?sub_budget=11111111-1111-7111-8111-111111111111&state=s&code_challenge_method=S256&code_challenge=short")]
    [InlineData("?sub_budget=11111111-1111-7111-8111-111111111111&state=s&state=t&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")]
    public async Task Request_that_is_none_is_refused_and_is_no_way_back(string query)
    {
        using var answer = await _browser.GetAsync($"/connect/ballot{query}");
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var back = await _browser.GetAsync($"/eid?returnUrl={Uri.EscapeDataString($"/connect/ballot{query}")}");
        back.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Neither_addresses_nor_logs_tell_a_number_or_a_code()
    {
        var roll = await OpenAsync();
        var code = await CodeAsync(roll, "alfa", "bo");
        await RedeemAsync(roll, code);
        var number = BrokerPersons.Bo[2..];
        foreach (var secret in new[] { number, code, _verifier })
        {
            host.Log.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
        }

        _browser.Visited.ShouldAllBe(address => !address.Contains(number, StringComparison.Ordinal));
    }

    private static string CodeOf(HttpResponseMessage returned) => HttpUtility.ParseQueryString(returned.Headers.Location.ShouldNotBeNull().Query)["code"].ShouldNotBeNull();

    private static System.Text.Json.Nodes.JsonNode PayloadOf(BallotToken token) => System.Text.Json.Nodes.JsonNode.Parse(Base64Url.DecodeFromChars(token.Token.Split('.')[1]))!;

    private async Task<RollDriver> OpenAsync()
    {
        var roll = new RollDriver(host);
        await host.OpenVoteAsync(roll);
        return roll;
    }

    private string PathFor(RollDriver roll, string more = "") =>
        $"/connect/ballot?sub_budget={roll.SubBudget}&state=s%201%262&code_challenge_method=S256"
        + $"&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))}{more}";

    private async Task<HttpResponseMessage> IdentifyAsync(RollDriver roll, string broker, string person, string more = "") =>
        await _browser.GetAsync(await _browser.AnswerAsync(await _browser.StartForAsync(broker, PathFor(roll, more)), person));

    private async Task<string> CodeAsync(RollDriver roll, string broker, string person)
    {
        using var returned = await IdentifyAsync(roll, broker, person);
        return CodeOf(returned);
    }

    private Task<BallotToken> RedeemAsync(RollDriver roll, string code) => RedeemAsync(roll, code, _verifier);

    private static async Task<BallotToken> RedeemAsync(RollDriver roll, string code, string verifier) => await roll.Visitor.RedeemBallotIdentificationAsync(
        new RedeemBallotIdentificationRequest { SubBudgetId = roll.SubBudget.ToString(), Code = code, CodeVerifier = verifier }, cancellationToken: Cancel);

    private static async Task ShouldBeInvalidAsync(RollDriver roll, string code, string verifier) =>
        (await Failures.CodeOf(() => RedeemAsync(roll, code, verifier))).ShouldBe("identity.ballot_identification_invalid");

    private async Task<int> CountPersonsAsync()
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Persons.CountAsync(Cancel);
    }
}
