using System.Net;
using System.Text.Json;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Tests.Features;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using RollClient = Medborgarbudget.Contracts.Identity.V1.RollService.RollServiceClient;

namespace Medborgarbudget.Identity.Tests.Federation;

public sealed class FederationOnSqlite(SqliteFederation host) : FederationTests(host), IClassFixture<SqliteFederation>;

public sealed class FederationOnPostgres(PostgresFederation host) : FederationTests(host), IClassFixture<PostgresFederation>;

public abstract class FederationTests(FederationFixture host) : IDisposable
{
    private const string Number = "9602292386";

    private readonly Browser _browser = new(host.Http);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _browser.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Visitor_chooses_among_the_electronic_ids_in_both_languages()
    {
        using var answer = await _browser.FollowAsync(_browser.AuthorizePath());
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        page.ShouldContain("Välj e-legitimation");
        page.ShouldContain("lang=\"en\">Choose an e-ID");
        page.ShouldContain("Påhittat leg alfa");
        page.ShouldContain("Made-up ID beta");
        page.ShouldNotContain("Simulerad");
        page.ShouldNotContain("<script");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
    }

    [Fact]
    public async Task Only_electronic_ids_that_are_enough_for_the_organisation_are_offered()
    {
        // A single one is gone to at once.
        using var answer = await _browser.GetAsync(_browser.AuthorizePath($"&organisation={FederationFixture.OnlyBeta}"));
        answer.Headers.Location!.OriginalString.ShouldStartWith("/eid/beta?returnUrl=");
    }

    [Theory]
    [InlineData("alfa", "substantial", "bo")]
    [InlineData("beta", "high", "bo-strong")]
    [InlineData("alfa", "low", "bo-weak")]
    public async Task Sign_in_through_each_broker_gives_a_token_with_its_level_and_no_number(string broker, string level, string person)
    {
        var token = new JsonWebToken(await _browser.SignInAsync(broker, person));
        token.GetClaim("loa").Value.ShouldBe(level);
        token.GetClaim("eid").Value.ShouldBe(broker);
        Base64Url(token.EncodedPayload).ShouldNotContain("2386");
        _browser.Visited.ShouldAllBe(address => !address.Contains(Number, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_number_is_one_person_through_every_broker_and_however_it_is_written()
    {
        var subjects = new List<string>();
        foreach (var (broker, person) in new[] { ("alfa", "bo"), ("beta", "bo-strong"), ("gamma", "bo-weak") })
        {
            using var browser = new Browser(host.Http);
            subjects.Add(new JsonWebToken(await browser.SignInAsync(broker, person)).Subject);
        }

        await using var scope = host.Services.CreateAsyncScope();
        var simulated = Identity.SimulatedEid.SimulatedPersons.Find("bo")!;
        var known = await scope.ServiceProvider.GetRequiredService<PersonStore>().FindOrAddAsync(simulated.PersonKey, simulated.Name, Cancel);
        subjects.ShouldAllBe(subject => subject == known.ToString());
    }

    [Fact]
    public async Task Sign_in_through_a_broker_gives_a_ballot_token_to_who_is_on_the_roll()
    {
        var roll = new RollDriver(host);
        await host.OpenVoteAsync(roll);
        (await BallotTokenAsync(roll, "alfa", "bo")).ShouldBe("");
        (await BallotTokenAsync(roll, "beta", "bo-strong")).ShouldBe("");
    }

    [Fact]
    public async Task Weaker_sign_in_than_the_organisation_requires_gives_no_ballot_token()
    {
        var (general, strict) = (new RollDriver(host), new RollDriver(host, FederationFixture.Strict));
        await host.OpenVoteAsync(general);
        await host.OpenVoteAsync(strict);
        (await BallotTokenAsync(general, "alfa", "bo-weak")).ShouldBe("identity.level_too_low");
        (await BallotTokenAsync(strict, "alfa", "bo")).ShouldBe("identity.level_too_low");
        (await BallotTokenAsync(strict, "alfa", "bo-strong")).ShouldBe("");
    }

    [Fact]
    public async Task Electronic_id_that_the_organisation_does_not_take_gives_no_ballot_token_however_strong()
    {
        var roll = new RollDriver(host, FederationFixture.OnlyBeta);
        await host.OpenVoteAsync(roll);
        (await BallotTokenAsync(roll, "alfa", "bo-strong")).ShouldBe("identity.level_too_low");
        (await BallotTokenAsync(roll, "beta", "bo-weak")).ShouldBe("");
    }

    [Fact]
    public async Task Role_gives_no_right_to_a_weaker_sign_in_and_the_refusal_says_why()
    {
        var person = PersonIdOf(await _browser.SignInAsync("alfa", "bo"));
        await host.GrantAdministratorAsync(person, FederationFixture.Strict);
        var weak = await SignInAnewAsync("alfa", "bo");
        new JsonWebToken(weak).Claims.Where(claim => claim.Type == "roles" && claim.Value.EndsWith(FederationFixture.Strict.ToString(), StringComparison.Ordinal)).ShouldBeEmpty();
        (await Failures.CodeOf(() => ListRolesAsync(weak))).ShouldBe("identity.level_too_low");
        (await Failures.CodeOf(async () => await ListRolesAsync(await SignInAnewAsync("alfa", "bo-strong")))).ShouldBe("");
    }

    [Fact]
    public async Task Invitation_is_not_redeemed_by_a_weaker_sign_in_and_still_holds()
    {
        var code = await InviteAsync(FederationFixture.Strict);
        async Task<Me> RedeemAsync(string person) => await new Contracts.Identity.V1.IdentityService.IdentityServiceClient(host.As(await SignInAnewAsync("gamma", person)))
            .RedeemInvitationAsync(new RedeemInvitationRequest { Code = code }, cancellationToken: Cancel);

        (await Failures.CodeOf(() => RedeemAsync("bo"))).ShouldBe("identity.level_too_low");
        (await Failures.CodeOf(() => RedeemAsync("bo-strong"))).ShouldBeOneOf("", "identity.role_held");
    }

    [Fact]
    public async Task Sign_in_for_an_organisation_that_turns_out_too_weak_is_refused_on_a_page_and_starts_no_session()
    {
        var more = $"&organisation={FederationFixture.Strict}";
        await ShouldRefuse(await _browser.IdentifyAsync("alfa", "bo", more), HttpStatusCode.Forbidden, "identity.level_too_low");
        using var silent = await _browser.GetAsync(_browser.AuthorizePath("&prompt=none"));
        silent.Headers.Location!.Query.ShouldContain("login_required");
    }

    [Fact]
    public async Task Weaker_session_is_sent_to_the_electronic_id_again_when_the_organisation_requires_more()
    {
        await _browser.SignInAsync("alfa", "bo");
        using var enough = await _browser.GetAsync(_browser.AuthorizePath());
        enough.Headers.Location!.OriginalString.ShouldContain("code=");
        using var more = await _browser.GetAsync(_browser.AuthorizePath($"&organisation={FederationFixture.Strict}"));
        more.Headers.Location!.OriginalString.ShouldStartWith("/eid?returnUrl=");
    }

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("expired")]
    [InlineData("signature")]
    [InlineData("unsigned")]
    [InlineData("none")]
    [InlineData("secret")]
    public async Task Identity_token_that_does_not_hold_signs_nobody_in(string fault)
    {
        await ShouldRefuse(await _browser.IdentifyAsync("alfa", $"bo~{fault}"), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
        using var silent = await _browser.GetAsync(_browser.AuthorizePath("&prompt=none"));
        silent.Headers.Location!.Query.ShouldContain("login_required");
    }

    [Theory]
    [InlineData("no-number", "identity.eid_number_missing")]
    [InlineData("bad-number", "identity.eid_number_missing")]
    [InlineData("odd-level", "identity.eid_level_unknown")]
    [InlineData("no-level", "identity.eid_level_unknown")]
    public async Task Answer_without_a_number_or_a_known_level_signs_nobody_in(string person, string code)
    {
        await ShouldRefuse(await _browser.IdentifyAsync("beta", person), HttpStatusCode.Forbidden, code);
        using var silent = await _browser.GetAsync(_browser.AuthorizePath("&prompt=none"));
        silent.Headers.Location!.Query.ShouldContain("login_required");
    }

    [Fact]
    public async Task Cancelled_identification_is_told_and_may_begin_anew()
    {
        using var answer = await _browser.IdentifyAsync("alfa", "");
        (await ShouldRefuse(answer, HttpStatusCode.Unauthorized, "identity.eid_cancelled")).ShouldContain("href=\"/eid?returnUrl=");
    }

    [Fact]
    public async Task Answer_of_one_broker_is_refused_where_another_answers()
    {
        var callback = await _browser.AnswerAsync(await _browser.StartAsync("alfa"), "bo");
        await ShouldRefuse(await _browser.GetAsync(callback.Replace("/eid/alfa/", "/eid/beta/", StringComparison.Ordinal)), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
    }

    [Fact]
    public async Task Code_of_one_broker_with_the_state_of_another_signs_nobody_in()
    {
        var ofAlfa = System.Web.HttpUtility.ParseQueryString(new Uri(await _browser.AnswerAsync(await _browser.StartAsync("alfa"), "bo")).Query);
        var ofBeta = System.Web.HttpUtility.ParseQueryString(new Uri(await _browser.AnswerAsync(await _browser.StartAsync("beta"), "bo")).Query);
        var mixed = $"/eid/beta/callback?code={ofAlfa["code"]}&state={Uri.EscapeDataString(ofBeta["state"]!)}";
        await ShouldRefuse(await _browser.GetAsync(mixed), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
    }

    [Fact]
    public async Task Answer_that_names_another_issuer_is_refused_before_its_code_is_sent_on()
    {
        var callback = await _browser.AnswerAsync(await _browser.StartAsync("gamma"), "bo");
        var issuer = Uri.EscapeDataString(host.Gamma.Issuer);
        callback.ShouldContain($"iss={issuer}");
        var renamed = callback.Replace($"iss={issuer}", $"iss={issuer}9", StringComparison.Ordinal);
        await ShouldRefuse(await _browser.GetAsync(renamed), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
    }

    [Fact]
    public async Task Answer_is_taken_only_from_the_browser_that_began_and_once()
    {
        var callback = await _browser.AnswerAsync(await _browser.StartAsync("alfa"), "bo");
        using var other = new Browser(host.Http);
        await ShouldRefuse(await other.GetAsync(callback), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
        (await _browser.GetAsync(callback)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await ShouldRefuse(await _browser.GetAsync(callback), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
    }

    [Theory]
    [InlineData("/eid/alfa/callback")]
    [InlineData("/eid/alfa/callback?code=x")]
    [InlineData("/eid/alfa/callback?code=x&state=y")]
    [InlineData("/eid/alfa/callback?error=access_denied&error_description=199602292386")]
    public async Task Answer_that_nobody_asked_for_is_refused(string address)
    {
        var page = await ShouldRefuse(await _browser.GetAsync(address), HttpStatusCode.Unauthorized, "identity.eid_answer_invalid");
        page.ShouldNotContain("2386");
    }

    [Fact]
    public async Task Broker_with_a_new_signing_key_is_believed_after_a_new_start_or_two()
    {
        await _browser.SignInAsync("gamma", "bo");
        await host.Gamma.StopAsync();
        host.Gamma.ChangeKey();
        await host.Gamma.StartAsync(Cancel);

        // The first answer with an unknown key makes the library ask for the keys, in the background.
        var statuses = new List<HttpStatusCode>();
        while (statuses.Count < 20 && !statuses.Contains(HttpStatusCode.Redirect))
        {
            using var answer = await _browser.IdentifyAsync("gamma", "bo");
            statuses.Add(answer.StatusCode);
        }

        statuses[^1].ShouldBe(HttpStatusCode.Redirect);
        statuses[..^1].ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Broker_that_never_answered_is_told_as_unavailable()
    {
        var address = $"/eid/delta?returnUrl={Uri.EscapeDataString(_browser.AuthorizePath())}";
        using var page = await _browser.GetAsync(address);
        await ShouldRefuse(page, HttpStatusCode.ServiceUnavailable, "identity.eid_unavailable");
        page.Headers.RetryAfter.ShouldNotBeNull();
        using var program = await _browser.GetAsync(address, asProgram: true);
        program.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        JsonDocument.Parse(await program.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("code").GetString().ShouldBe("identity.eid_unavailable");
    }

    [Fact]
    public async Task Broker_that_goes_away_before_and_during_a_sign_in_is_told_as_unavailable()
    {
        await _browser.SignInAsync("gamma", "bo");
        var callback = await _browser.AnswerAsync(await _browser.StartAsync("gamma"), "bo");
        await host.Gamma.StopAsync();
        try
        {
            await ShouldRefuse(await _browser.GetAsync(callback), HttpStatusCode.ServiceUnavailable, "identity.eid_unavailable");
            var start = $"/eid/gamma?returnUrl={Uri.EscapeDataString(_browser.AuthorizePath())}";
            await ShouldRefuse(await _browser.GetAsync(start), HttpStatusCode.ServiceUnavailable, "identity.eid_unavailable");
        }
        finally
        {
            await host.Gamma.StartAsync(Cancel);
        }
    }

    [Fact]
    public async Task Unknown_broker_and_way_back_to_elsewhere_are_refused()
    {
        await ShouldRefuse(await _browser.GetAsync($"/eid/omega?returnUrl={Uri.EscapeDataString(_browser.AuthorizePath())}"), HttpStatusCode.NotFound, "identity.eid_unknown");
        foreach (var address in new[] { "/eid", "/eid/alfa", "/eid?returnUrl=https://elsewhere.invalid/connect/authorize?", "/eid/alfa?returnUrl=//elsewhere.invalid" })
        {
            (await _browser.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Nothing_that_is_logged_tells_a_number_a_code_or_a_token()
    {
        var callback = await _browser.AnswerAsync(await _browser.StartAsync("alfa"), "bo");
        var code = System.Web.HttpUtility.ParseQueryString(new Uri(callback).Query)["code"]!;
        await _browser.GetAsync(callback);
        using var cancelled = await _browser.IdentifyAsync("beta", "bad-number");
        using var invented = await _browser.GetAsync("/eid/alfa/callback?error=x&error_description=199602292386&state=z");
        host.Log.ShouldContain(line => line.Contains("identity.eid_number_missing", StringComparison.Ordinal));
        foreach (var secret in new[] { Number, "29-2386", "9602292387", code, "eyJ" })
        {
            host.Log.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
        }
    }

    private static string Base64Url(string text) => Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(text);

    private static PersonId PersonIdOf(string token) => PersonId.From(Guid.Parse(new JsonWebToken(token).Subject));

    private static async Task<string> ShouldRefuse(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(status, page);
        page.ShouldContain($"<code>{code}</code>");
        return page;
    }

    private async Task<string> SignInAnewAsync(string broker, string person)
    {
        using var browser = new Browser(host.Http);
        return await browser.SignInAsync(broker, person);
    }

    private async Task<ListRoleGrantsResponse> ListRolesAsync(string token) =>
        await new Contracts.Identity.V1.IdentityService.IdentityServiceClient(host.As(token))
            .ListRoleGrantsAsync(new ListRoleGrantsRequest { OrganisationId = FederationFixture.Strict.ToString() }, cancellationToken: Cancel);

    private async Task<string> BallotTokenAsync(RollDriver roll, string broker, string person)
    {
        var client = new RollClient(host.As(await SignInAnewAsync(broker, person)));
        return await Failures.CodeOf(async () => await client.IssueBallotTokenAsync(new IssueBallotTokenRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel));
    }

    private async Task<string> InviteAsync(OrganisationId organisation)
    {
        await host.DeliverAsync(new Contracts.Events.OrganisationChanged(organisation.Value, 1, "Provköping", "provkoping", "Municipality", false, "Admitted"), Cancel);
        var code = Identity.Keys.SecretCodes.New(1).Single();
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RoleStore>()
            .AddInvitationsAsync([code], organisation, PersonId.From(Guid.NewGuid()), host.Clock.GetUtcNow(), Cancel);
        return code.Show();
    }
}
