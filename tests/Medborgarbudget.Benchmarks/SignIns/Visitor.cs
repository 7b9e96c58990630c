using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Benchmarks.SignIns;

/// <summary>
/// One person on her way to a ballot token, and the web frontend that asks for her, with what a browser and the frontend keep between the steps.
/// </summary>
internal abstract class Visitor(SignInAddresses addresses, string personalNumber)
{
    private readonly Dictionary<string, string> _cookies = [];

    protected SignInAddresses Addresses => addresses;

    /// <summary>Where the browser was sent last, or what was given last.</summary>
    protected string Next { get; private set; } = "";

    protected string Verifier { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    protected string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>What was brought back in the address.</summary>
    protected string Code => System.Web.HttpUtility.ParseQueryString(new Uri(Next).Query)["code"]!;

    public abstract Task StepAsync(int step, HttpMessageInvoker http, CancellationToken cancellationToken);

    protected static string NewState() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    protected Task GoOnAsync(HttpMessageInvoker http, CancellationToken cancellationToken) => FollowAsync(http, Next, cancellationToken);

    /// <summary>The broker asks nobody: who she is stands in the address.</summary>
    protected Task IdentifyAsync(HttpMessageInvoker http, CancellationToken cancellationToken) => FollowAsync(http, $"{Next}&person={personalNumber}", cancellationToken);

    protected async Task FollowAsync(HttpMessageInvoker http, string address, CancellationToken cancellationToken)
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

        Next = new Uri(uri, location).AbsoluteUri;
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

    /// <summary>Sends the request and keeps what the answer has under the name.</summary>
    protected async Task TakeAsync(HttpMessageInvoker http, HttpRequestMessage request, string property, CancellationToken cancellationToken)
    {
        using var answer = await http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        Next = answer.StatusCode == HttpStatusCode.OK
            ? JsonDocument.Parse(body).RootElement.GetProperty(property).GetString()!
            : throw new InvalidOperationException($"{request.RequestUri!.AbsolutePath} answered {answer.StatusCode}: {Encoding.UTF8.GetString(body)}");
    }

    protected HttpRequestMessage Request(HttpMethod method, Uri uri) => new(method, uri)
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
