using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Benchmarks.SignIns;

/// <summary>
/// One person on her way to a ballot token, and the web frontend that asks for her, with what a browser and the frontend keep between the steps.
/// </summary>
internal sealed class Visitor(SignInAddresses addresses, string personalNumber)
{
    /// <summary>The steps in their order; the broker's own answer is the third.</summary>
    public static readonly IReadOnlyList<string> Steps = ["authorize", "to the e-ID", "broker", "callback", "code", "tokens", "ballot token"];

    private readonly Dictionary<string, string> _cookies = [];
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
    private string _next = "";

    public Task StepAsync(int step, HttpMessageInvoker http, CancellationToken cancellationToken) => step switch
    {
        0 => FollowAsync(http, AuthorizeAddress(), cancellationToken),
        2 => FollowAsync(http, $"{_next}&person={personalNumber}", cancellationToken),
        1 or 3 or 4 => FollowAsync(http, _next, cancellationToken),
        5 => RedeemAsync(http, cancellationToken),
        6 => AskBallotTokenAsync(http, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };

    public async Task WalkAsync(HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        for (var step = 0; step < Steps.Count; step++)
        {
            await StepAsync(step, http, cancellationToken);
        }
    }

    private string AuthorizeAddress() =>
        $"{addresses.Identity}connect/authorize?client_id={SignInAddresses.ClientId}&redirect_uri={Uri.EscapeDataString(SignInAddresses.Redirect)}&response_type=code"
        + $"&scope=openid%20profile%20offline_access&state={Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}&nonce={Guid.NewGuid():N}"
        + $"&code_challenge_method=S256&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)))}";

    private async Task FollowAsync(HttpMessageInvoker http, string address, CancellationToken cancellationToken)
    {
        var uri = new Uri(address);
        using var request = Request(HttpMethod.Get, uri);
        var isIdentity = uri.Authority == addresses.Identity.Authority;
        if (isIdentity && _cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.Redirect || answer.Headers.Location is not { } location)
        {
            throw new InvalidOperationException($"{uri.AbsolutePath} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }

        _next = new Uri(uri, location).AbsoluteUri;
        if (isIdentity && answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
            {
                Keep(cookie);
            }
        }
    }

    /// <summary>A value that is taken away is empty.</summary>
    private void Keep(string cookie)
    {
        var value = cookie.IndexOf('=', StringComparison.Ordinal);
        var end = cookie.IndexOf(';', StringComparison.Ordinal) is >= 0 and var at ? at : cookie.Length;
        if (end == value + 1)
        {
            _cookies.Remove(cookie[..value]);
        }
        else
        {
            _cookies[cookie[..value]] = cookie[(value + 1)..end];
        }
    }

    private async Task RedeemAsync(HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(addresses.Identity, "connect/token"));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = SignInAddresses.ClientId,
            ["client_secret"] = SignInAddresses.ClientSecret,
            ["code"] = System.Web.HttpUtility.ParseQueryString(new Uri(_next).Query)["code"]!,
            ["redirect_uri"] = SignInAddresses.Redirect,
            ["code_verifier"] = _verifier,
        });
        _next = await ReadAsync(http, request, "access_token", cancellationToken);
    }

    private async Task AskBallotTokenAsync(HttpMessageInvoker http, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, new Uri(addresses.Identity, $"medborgarbudget/v1/sub-budgets/{addresses.SubBudget}/ballot-tokens"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _next);
        request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        _next = await ReadAsync(http, request, "token", cancellationToken);
    }

    private static async Task<string> ReadAsync(HttpMessageInvoker http, HttpRequestMessage request, string property, CancellationToken cancellationToken)
    {
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        return answer.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(body).RootElement.GetProperty(property).GetString()!
            : throw new InvalidOperationException($"{request.RequestUri!.AbsolutePath} answered {answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }

    private HttpRequestMessage Request(HttpMethod method, Uri uri) => new(method, uri)
    {
        Version = uri.Authority == addresses.Identity.Authority ? HttpVersion.Version20 : HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}

/// <summary>Where Identity answers, and what is asked there.</summary>
internal sealed record SignInAddresses(Uri Identity, SubBudgetId SubBudget)
{
    public const string ClientId = "mb-web";
    public const string ClientSecret = "a secret of the web frontend, of some length";

    /// <summary>Of the web frontend; nothing listens there.</summary>
    public static readonly Uri Web = new("http://web.test/");

    public static readonly string Redirect = new Uri(Web, "signin-oidc").AbsoluteUri;
}
