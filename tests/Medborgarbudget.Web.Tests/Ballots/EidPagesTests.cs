using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Web.Tests.Ballots;

/// <summary>What the web asks of the issuer and of the API when a voter is identified, and where it sends her whatever the API answers. The gateway here answers as told.</summary>
public sealed class EidPagesTests : IAsyncLifetime
{
    private const string SubBudget = "0197c2a0-0000-7000-8000-000000000001";
    private const string Organisation = "0197c2a0-0000-7000-8000-0000000000aa";
    private const string Rosta = $"/en/d/{SubBudget}-parken/rosta";
    private const string Code = "the-one-time-code";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private readonly Dictionary<string, string> _cookies = [];
    private readonly ConcurrentQueue<string> _log = [];
    private WebApplication? _gateway;
    private WebApplication? _web;
    private Func<IResult> _answer = () => Results.Json(new { token = "a-ballot-token", expiresAt = TimeProvider.System.GetUtcNow().AddMinutes(20) });
    private (JsonElement Body, Dictionary<string, string> Headers)? _asked;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Issuer_is_asked_with_a_challenge_and_the_api_with_its_verifier_and_no_access_token()
    {
        var query = await LeaveAsync();
        query.AllKeys.ShouldBe(["sub_budget", "organisation", "state", "code_challenge", "code_challenge_method"]);
        (query["sub_budget"], query["organisation"], query["code_challenge_method"]).ShouldBe((SubBudget, Organisation, "S256"));
        Base64Url.DecodeFromChars(query["state"]!).Length.ShouldBe(32);

        // She has signed in meanwhile, in another tab: that has no part in the ballot.
        _cookies["__Host-ko"] = "a-ticket";
        await SignInAsync("an-access-token");
        using var answer = await GetAsync($"/legitimerad?code={Code}&state={query["state"]}");
        (answer.StatusCode, answer.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.Redirect, $"{Rosta}/lagg"));
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var (body, headers) = _asked!.Value;
        (body.GetProperty("subBudgetId").GetString(), body.GetProperty("code").GetString()).ShouldBe((SubBudget, Code));
        var verifier = body.GetProperty("codeVerifier").GetString()!;
        Base64Url.DecodeFromChars(verifier).Length.ShouldBe(32);
        Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).ShouldBe(query["code_challenge"]);
        headers.ShouldNotContainKey("Authorization");
        headers["Waiting-Ticket"].ShouldBe("a-ticket");
        _cookies.ShouldNotContainKey("__Host-ko");
        (await (await GetAsync("/tillganglighet")).Content.ReadAsStringAsync(Cancel)).ShouldContain("/logga-ut");
        _log.ShouldAllBe(line => !line.Contains(Code, StringComparison.Ordinal) && !line.Contains(verifier, StringComparison.Ordinal) && !line.Contains(query["state"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_way_to_the_eid_has_its_own_state_and_the_last_one_counts()
    {
        var (first, second) = (await LeaveAsync(), await LeaveAsync());
        (first["state"] == second["state"], first["code_challenge"] == second["code_challenge"]).ShouldBe((false, false));
        (await ReturnAsync(first["state"]!)).ShouldBe($"{Rosta}/legitimera");
        _asked.ShouldBeNull();
        (await ReturnAsync(second["state"]!)).ShouldBe($"{Rosta}/lagg");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?state=STATE")]
    [InlineData("?code=x")]
    [InlineData("?code=&state=STATE")]
    [InlineData("?code=x&state=")]
    [InlineData("?code=x&state=STATEx")]
    [InlineData("?code=x&state=STATE&state=STATE")]
    [InlineData("?code=x&state=%00%ff")]
    public async Task An_answer_that_is_not_hers_asks_the_api_nothing_and_leaves_her_own_way_as_it_is(string query)
    {
        var state = (await LeaveAsync())["state"]!;
        using var answer = await GetAsync("/legitimerad" + query.Replace("STATE", state, StringComparison.Ordinal));
        (answer.StatusCode, answer.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.Redirect, $"{Rosta}/legitimera"));
        _asked.ShouldBeNull();
        (await ReturnAsync(state)).ShouldBe($"{Rosta}/lagg");
    }

    [Fact]
    public async Task State_is_used_once()
    {
        var state = (await LeaveAsync())["state"]!;
        (await ReturnAsync(state)).ShouldBe($"{Rosta}/lagg");
        _asked = null;
        (await ReturnAsync(state)).ShouldBe($"{Rosta}/legitimera");
        _asked.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("made-up")]
    public async Task Where_nothing_is_known_the_start_page_is_shown(string? cookie)
    {
        _cookies.Clear();
        if (cookie is not null)
        {
            _cookies["__Host-rost"] = cookie;
        }

        (await ReturnAsync("state")).ShouldBe("/");
    }

    [Theory]
    [InlineData(409, "identity.ballot_identification_invalid", "legitimera", "Identify yourself again.")]
    [InlineData(400, "request.invalid", "legitimera", "Identify yourself again.")]
    [InlineData(429, "request.too_many", "legitimera", "Many are voting now.")]
    [InlineData(503, "", "legitimera", "We got no answer about the identification.")]
    [InlineData(500, "", "legitimera", "We got no answer about the identification.")]
    [InlineData(403, "identity.not_eligible", "besked", "We cannot see that you may vote here")]
    [InlineData(409, "identity.free_choice_used", "besked", "You have chosen another sub-budget")]
    [InlineData(409, "identity.voted_at_place", "besked", "You have already voted at a voting place")]
    [InlineData(409, "identity.voted_elsewhere", "besked", "You have already voted in another sub-budget")]
    [InlineData(409, "identity.declared_elsewhere", "besked", "You vote in another sub-budget")]
    [InlineData(403, "identity.guardian_needed", "besked", "You vote with a code")]
    [InlineData(403, "identity.guardian_needed", "besked", "Identify yourself in another way")]
    [InlineData(403, "identity.level_too_low", "besked", "You need another e-ID here")]
    public async Task A_refusal_is_shown_on_the_page_after_it_with_the_choices_kept(int status, string code, string page, string text)
    {
        var token = _answer;
        _answer = () => Results.Json(new { code, title = "Svensk text", status }, contentType: "application/problem+json", statusCode: status);
        (await ReturnAsync((await LeaveAsync())["state"]!)).ShouldBe($"{Rosta}/{page}");
        using var shown = await GetAsync($"{Rosta}/{page}");
        var html = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync(Cancel));
        html.ShouldContain(text);
        html.ShouldNotContain("Svensk text");
        html.ShouldNotContain(Code);

        // The next identification begins with nothing of it.
        _answer = token;
        (await ReturnAsync((await LeaveAsync())["state"]!)).ShouldBe($"{Rosta}/lagg");
        using var after = await GetAsync($"{Rosta}/besked");
        after.Headers.Location!.ToString().ShouldBe($"{Rosta}/legitimera");
    }

    [Fact]
    public async Task Whoever_has_to_wait_after_all_keeps_her_place_in_the_line()
    {
        _answer = () => Results.Json(
            new { code = "request.waiting_room", title = "Kö", status = 429, ticket = "a-place-in-line", place = 7 }, contentType: "application/problem+json", statusCode: 429);
        (await ReturnAsync((await LeaveAsync())["state"]!)).ShouldBe($"{Rosta}/legitimera");
        _cookies["__Host-ko"].ShouldBe("a-place-in-line");
    }

    public async ValueTask InitializeAsync()
    {
        // As much of the gateway as the steps of a ballot ask.
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _gateway = builder.Build();
        var subBudget = _gateway.MapGroup($"/medborgarbudget/v1/sub-budgets/{SubBudget}");
        subBudget.MapGet("", () => Results.Json(new { subBudgetId = SubBudget, organisationId = Organisation, plan = new { name = "Parken" } }));
        subBudget.MapGet("manifest", () => Results.Json(new { hash = "h", amountOre = "100", votingRule = new { voteType = "VOTE_TYPE_APPROVAL" }, items = new[] { new { number = 1, proposalId = "p", costOre = "10", title = "En bänk" } } }));
        subBudget.MapGet("voting-status", () => Results.Json(new { open = true }));
        subBudget.MapPost("ballot-identifications:redeem", async (HttpRequest request) =>
        {
            _asked = (await JsonSerializer.DeserializeAsync<JsonElement>(request.Body, cancellationToken: Cancel), request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()));
            return _answer();
        });
        await _gateway.StartAsync(Cancel);
        var web = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        web.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(_log));
        web.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Address"] = _gateway.Urls.Single(),
            ["Listen:Socket"] = Path.Combine(_folder, "w"),
        });
        web.AddWeb();
        _web = web.Build();
        _web.MapWeb();
        await _web.StartAsync(Cancel);
        using var chosen = await SendAsync(HttpMethod.Post, Rosta, new() { ["val"] = "p", ["gor"] = "legitimera" });
        chosen.Headers.Location!.ToString().ShouldBe($"{Rosta}/legitimera");
    }

    public async ValueTask DisposeAsync()
    {
        await _web!.DisposeAsync();
        await _gateway!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Begins a session as the answer of a sign-in does.</summary>
    private async Task SignInAsync(string token)
    {
        await using var scope = _web!.Services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Scheme = "https";
        var properties = new AuthenticationProperties();
        properties.StoreTokens([new AuthenticationToken { Name = "access_token", Value = token }]);
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim("name", "Bo Låtsas")], "test", "name", "role"));
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, person, properties);
        var session = context.Response.Headers.SetCookie.ToString().Split(';')[0].Split('=', 2);
        _cookies[session[0]] = session[1];
    }

    private async Task<System.Collections.Specialized.NameValueCollection> LeaveAsync()
    {
        using var answer = await GetAsync($"{Rosta}/e-legitimation");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Cancel));
        answer.Headers.Location!.GetLeftPart(UriPartial.Path).ShouldBe($"{_gateway!.Urls.Single()}/connect/ballot");
        return System.Web.HttpUtility.ParseQueryString(answer.Headers.Location.Query);
    }

    private async Task<string> ReturnAsync(string state)
    {
        using var answer = await GetAsync($"/legitimerad?code={Code}&state={state}");
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync(Cancel));
        return answer.Headers.Location!.ToString();
    }

    private Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Dictionary<string, string>? form)
    {
        var address = ServiceAddress.Parse($"unix:{Path.Combine(_folder, "w")}", "web");
        using var http = new HttpClient(address.CreateHandler());
        using var request = new HttpRequestMessage(method, new Uri(address.Uri, path))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = form is null ? null : new FormUrlEncodedContent(form),
        };
        request.Headers.Host = new Uri(_gateway!.Urls.Single()).Authority;
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        var answer = await http.SendAsync(request, Cancel);
        Keep(answer);
        return answer;
    }

    /// <summary>As a browser does: an empty one is taken away.</summary>
    private void Keep(HttpResponseMessage answer)
    {
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, value) = (cookie.Split('=')[0], cookie.Split(';')[0].Split('=', 2)[1]);
            _cookies[name] = value;
            if (value.Length == 0)
            {
                _cookies.Remove(name);
            }
        }
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
