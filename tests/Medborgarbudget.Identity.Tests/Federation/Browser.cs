using System.Net;
using System.Text.Json;
using Medborgarbudget.Identity.Tests.OpenId;

namespace Medborgarbudget.Identity.Tests.Federation;

/// <summary>Walks through a sign-in as a browser does, between Identity and the brokers, and remembers cookies and addresses.</summary>
internal sealed class Browser(HttpClient identity, SignInClient? client = null) : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly SignInClient _client = client ?? new(identity);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>Every address that was asked for.</summary>
    public List<string> Visited { get; } = [];

    /// <summary>Where a client sends a person who shall sign in.</summary>
    public string AuthorizePath(string more = "") => _client.AuthorizePath(more: more);

    /// <summary>To the broker's login form; its address.</summary>
    public Task<string> StartAsync(string broker, string more = "") => StartForAsync(broker, AuthorizePath(more));

    /// <summary>The same for whatever the e-ID is asked for.</summary>
    public async Task<string> StartForAsync(string broker, string path)
    {
        using var answer = await FollowAsync($"/eid/{broker}?returnUrl={Uri.EscapeDataString(path)}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return Visited[^1];
    }

    /// <summary>Fills in the form; the address at which Identity gets the broker's answer.</summary>
    public async Task<string> AnswerAsync(string loginForm, string person)
    {
        using var answer = await SendAsync(HttpMethod.Post, person == "" ? $"{loginForm}/cancel" : $"{loginForm}?person={Uri.EscapeDataString(person)}");
        using var last = await FollowAsync(LocationOf(answer, loginForm), address => address.StartsWith(FederationFixture.Issuer, StringComparison.Ordinal));
        return Visited[^1];
    }

    /// <summary>From the choice of the broker to Identity's answer: a redirect back to the client's request, or a page that says why not.</summary>
    public async Task<HttpResponseMessage> IdentifyAsync(string broker, string person, string more = "") =>
        await GetAsync(await AnswerAsync(await StartAsync(broker, more), person));

    /// <summary>The whole sign-in; the access token.</summary>
    public async Task<string> SignInAsync(string broker, string person, string more = "") =>
        (await TokensAsync(broker, person, more)).GetProperty("access_token").GetString()!;

    /// <summary>The whole sign-in; everything that the token endpoint answers.</summary>
    public async Task<JsonElement> TokensAsync(string broker, string person, string more = "")
    {
        using var identified = await IdentifyAsync(broker, person, more);
        identified.StatusCode.ShouldBe(HttpStatusCode.Redirect, await identified.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var authorized = await GetAsync(LocationOf(identified, FederationFixture.Issuer));
        var code = System.Web.HttpUtility.ParseQueryString(authorized.Headers.Location!.Query)["code"].ShouldNotBeNull();
        using var tokens = await _client.RedeemAsync(code, TestContext.Current.CancellationToken);
        var text = await tokens.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        tokens.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends a form, as a page of an origin.</summary>
    public Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string> form, string origin) =>
        SendAsync(HttpMethod.Post, address, form: new FormUrlEncodedContent(form), origin: origin);

    public Task<HttpResponseMessage> GetAsync(string address, bool asProgram = false) => SendAsync(HttpMethod.Get, address, asProgram);

    /// <summary>Follows redirects until there are none, or to an address that is only noted.</summary>
    public async Task<HttpResponseMessage> FollowAsync(string address, Func<string, bool>? isEnd = null)
    {
        var answer = await GetAsync(address);
        while (answer.Headers.Location is not null)
        {
            var next = LocationOf(answer, Visited[^1]);
            if (isEnd?.Invoke(next) == true)
            {
                Visited.Add(next);
                return answer;
            }

            answer.Dispose();
            answer = await GetAsync(next);
        }

        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string address, bool asProgram = false, HttpContent? form = null, string? origin = null)
    {
        var uri = new Uri(new Uri(FederationFixture.Issuer), address);
        Visited.Add(uri.AbsoluteUri);
        var isIdentity = uri.Host == "identity.test";
        using var request = new HttpRequestMessage(method, isIdentity ? new Uri(uri.PathAndQuery, UriKind.Relative) : uri);
        request.Version = isIdentity ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        request.Content = form;
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (!asProgram)
        {
            request.Headers.Accept.ParseAdd("text/html");
        }

        if (_cookies.GetCookieHeader(uri) is { Length: > 0 } cookies)
        {
            request.Headers.Add("Cookie", cookies);
        }

        var answer = await (isIdentity ? identity : _http).SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            _cookies.SetCookies(uri, cookie);
        }

        return answer;
    }

    private static string LocationOf(HttpResponseMessage answer, string from) => new Uri(new Uri(from), answer.Headers.Location.ShouldNotBeNull()).AbsoluteUri;
}
