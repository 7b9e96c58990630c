using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>Signs in as a program does: the form of the simulated e-ID, the code, the token. Keeps the session cookie as a browser would.</summary>
internal sealed class SignInClient(HttpClient http, string clientId = "mb-cli", string redirectUri = "http://127.0.0.1:49152/callback", string? secret = null)
{
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private string? _cookie;

    public string AuthorizePath(string? challenge = null, string scope = "openid profile", string more = "") =>
        "/connect/authorize?response_type=code&state=s1"
        + $"&client_id={clientId}&redirect_uri={Uri.EscapeDataString(redirectUri)}&scope={Uri.EscapeDataString(scope)}"
        + $"&code_challenge_method=S256&code_challenge={challenge ?? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))}{more}";

    /// <summary>Chooses the person at the e-ID.</summary>
    public async Task<HttpResponseMessage> ChooseAsync(string person, string returnUrl, CancellationToken cancellationToken, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/simulated-eid")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["person"] = person, ["returnUrl"] = returnUrl }),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        var answer = await http.SendAsync(Version(request), cancellationToken);
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            _cookie = cookies.Single().Split(';')[0];
        }

        return answer;
    }

    /// <summary>GET with the session cookie, if there is one.</summary>
    public async Task<HttpResponseMessage> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (_cookie is not null)
        {
            request.Headers.Add("Cookie", _cookie);
        }

        return await http.SendAsync(Version(request), cancellationToken);
    }

    /// <summary>Sends a form with the session cookie, as a page of an origin.</summary>
    public async Task<HttpResponseMessage> PostAsync(string path, Dictionary<string, string> form, CancellationToken cancellationToken, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Cookie", _cookie);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await http.SendAsync(Version(request), cancellationToken);
    }

    /// <summary>Says yes or no on the page that asks for consent, as its form does.</summary>
    public async Task<HttpResponseMessage> AnswerAsync(string authorizePath, string consent, CancellationToken cancellationToken, string? origin = null)
    {
        var fields = System.Web.HttpUtility.ParseQueryString(authorizePath.Split('?', 2)[1]);
        var form = fields.AllKeys.Select(key => KeyValuePair.Create(key!, fields[key]!)).Append(KeyValuePair.Create("consent", consent));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/authorize") { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Cookie", _cookie);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        return await http.SendAsync(Version(request), cancellationToken);
    }

    /// <summary>Person → consent → answer of the token endpoint.</summary>
    public async Task<JsonElement> SignInAgreeingAsync(string person, string scope, CancellationToken cancellationToken)
    {
        var path = AuthorizePath(scope: scope);
        await ChooseAsync(person, path, cancellationToken);
        using var agreed = await AnswerAsync(path, "yes", cancellationToken);
        var code = System.Web.HttpUtility.ParseQueryString(agreed.Headers.Location.ShouldNotBeNull().Query)["code"].ShouldNotBeNull();
        using var answer = await RedeemAsync(code, cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(cancellationToken));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
    }

    /// <summary>Person → code.</summary>
    public async Task<string> CodeAsync(string person, CancellationToken cancellationToken, string scope = "openid profile")
    {
        var path = AuthorizePath(scope: scope);
        (await ChooseAsync(person, path, cancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var answer = await GetAsync(path, cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var location = answer.Headers.Location.ShouldNotBeNull();
        location.GetLeftPart(UriPartial.Path).ShouldBe(redirectUri);
        return System.Web.HttpUtility.ParseQueryString(location.Query)["code"].ShouldNotBeNull();
    }

    /// <summary>Code → tokens.</summary>
    public Task<HttpResponseMessage> RedeemAsync(string code, CancellationToken cancellationToken, string? verifier = null) =>
        TokenAsync(
            new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = verifier ?? _verifier },
            cancellationToken);

    public async Task<HttpResponseMessage> TokenAsync(Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        form["client_id"] = clientId;
        if (secret is not null)
        {
            form["client_secret"] = secret;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token") { Content = new FormUrlEncodedContent(form) };
        return await http.SendAsync(Version(request), cancellationToken);
    }

    /// <summary>Person → answer of the token endpoint.</summary>
    public async Task<JsonElement> SignInAsync(string person, CancellationToken cancellationToken, string scope = "openid profile")
    {
        using var answer = await RedeemAsync(await CodeAsync(person, cancellationToken, scope), cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(cancellationToken));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
    }

    private static HttpRequestMessage Version(HttpRequestMessage request)
    {
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return request;
    }
}
