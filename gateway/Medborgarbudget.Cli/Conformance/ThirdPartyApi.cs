using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;

namespace Medborgarbudget.Cli.Conformance;

/// <summary>What a third-party client sends, and what it holds after its person has signed in.</summary>
internal sealed class ThirdPartyApi : IDisposable
{
    private readonly HttpClient _http;
    private string? _cookie;
    private Dictionary<string, JsonElement>? _tokens;

    public ThirdPartyApi(ThirdParty client)
    {
        Client = client;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = client.Gateway };
    }

    public ThirdParty Client { get; }

    /// <summary>The token of the ballot that is cast; set by the check that gets it.</summary>
    public string? BallotToken { get; set; }

    /// <summary>The answer of the token endpoint. A check that needs it fails when the sign-in did.</summary>
    public IReadOnlyDictionary<string, JsonElement> Tokens => _tokens ?? throw new NotTriedException("the sign-in failed", isFault: true);

    public string AccessToken => Tokens["access_token"].GetString()!;

    public void Dispose() => _http.Dispose();

    public Task<ThirdPartyAnswer> GetAsync(string path, CancellationToken cancellationToken, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken, headers);

    public async Task<ThirdPartyAnswer> SendAsync(
        HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request, cancellationToken);
        return new ThirdPartyAnswer(
            (int)answer.StatusCode,
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public static string AuthorizePath(IEnumerable<KeyValuePair<string, string>> fields) =>
        "/connect/authorize?" + string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));

    /// <summary>What an authorization request says; the same verifier has to come with the code.</summary>
    public Dictionary<string, string> AuthorizeFields(string verifier) => new()
    {
        ["response_type"] = "code",
        ["client_id"] = Client.ClientId,
        ["redirect_uri"] = Client.RedirectUri,
        ["scope"] = Client.Scope,
        ["state"] = "mb",
        ["code_challenge_method"] = "S256",
        ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
    };

    /// <summary>Signs the person in and says yes for her. What went wrong; null = nothing.</summary>
    public async Task<string?> SignInAsync(CancellationToken cancellationToken)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var fields = AuthorizeFields(verifier);
        using var choice = Form(new() { ["person"] = Client.Person, ["returnUrl"] = AuthorizePath(fields) });
        var chosen = await SendAsync(HttpMethod.Post, "/simulated-eid", choice, cancellationToken);
        if (chosen.Status != (int)HttpStatusCode.Redirect || !chosen.Headers.TryGetValue("Set-Cookie", out var cookie))
        {
            return $"the simulated e-ID answered {chosen.Status}";
        }

        _cookie = cookie.Split(';')[0];
        using var consent = Form(new(fields) { ["consent"] = "yes" });
        var agreed = await SendAsync(HttpMethod.Post, "/connect/authorize", consent, cancellationToken, ("Cookie", _cookie));
        if (agreed.Sent("code") is not { } code)
        {
            return $"the authorization answered {agreed.Status} {agreed.Sent("error")}";
        }

        var answer = await RedeemAsync(code, verifier, cancellationToken);
        if (answer.Status == (int)HttpStatusCode.OK)
        {
            _tokens = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(answer.Body);
            return null;
        }

        return $"the token endpoint answered {answer.Status} {answer.Member("error")}";
    }

    public async Task<ThirdPartyAnswer> RedeemAsync(string code, string verifier, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Client.ClientId,
            ["redirect_uri"] = Client.RedirectUri,
            ["code"] = code,
            ["code_verifier"] = verifier,
        };
        if (Client.Secret is { } secret)
        {
            fields["client_secret"] = secret;
        }

        using var form = Form(fields);
        return await SendAsync(HttpMethod.Post, "/connect/token", form, cancellationToken);
    }

    /// <summary>A code for the session that the sign-in left, without asking anybody.</summary>
    public async Task<string?> CodeAsync(string verifier, CancellationToken cancellationToken) =>
        (await GetAsync(AuthorizePath(AuthorizeFields(verifier)), cancellationToken, ("Cookie", _cookie ?? ""))).Sent("code");

    private static FormUrlEncodedContent Form(Dictionary<string, string> fields) => new(fields);
}

/// <summary>An answer, read to its end.</summary>
internal sealed record ThirdPartyAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>What a redirect brings along under this name.</summary>
    public string? Sent(string name) =>
        Headers.TryGetValue("Location", out var location) && Uri.TryCreate(location, UriKind.Absolute, out var uri)
            ? HttpUtility.ParseQueryString(uri.Query)[name]
            : null;

    /// <summary>A text in the answer's JSON object; null when there is none.</summary>
    public string? Member(string name) => Read(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public bool Flag(string name) => Read(name)?.ValueKind == JsonValueKind.True;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    private JsonElement? Read(string name)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
