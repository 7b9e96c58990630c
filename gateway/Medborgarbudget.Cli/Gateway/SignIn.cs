using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace Medborgarbudget.Cli.Gateway;

/// <summary>
/// Signs simulated persons in as a native client does: authorization code with PKCE, where the form of the simulated e-ID is filled in
/// by the program.
/// </summary>
internal sealed partial class SignIn(HttpClient http, TimeProvider clock)
{
    private const string ClientId = "mb-cli";

    // Nothing listens there: the code is read from the redirect itself.
    private const string RedirectUri = "http://127.0.0.1:49152/callback";

    /// <summary>The keys of the persons on the sign-in page.</summary>
    public async Task<IReadOnlyList<string>> PersonsOfferedAsync(CancellationToken cancellationToken)
    {
        var path = $"/simulated-eid?returnUrl={Uri.EscapeDataString("/connect/authorize?client_id=" + ClientId)}";
        using var answer = await http.GetAsync(path, cancellationToken);
        var page = answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellationToken) : "";
        var keys = PersonButton().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();
        return keys.Count > 0
            ? keys
            : throw CommandException.BadInput($"{http.BaseAddress} offers no simulated sign-in; a rehearsal needs one.");
    }

    /// <summary>An access token of the person, and when it is to be renewed.</summary>
    public async Task<(string Token, DateTimeOffset RenewAt)> AsAsync(string person, CancellationToken cancellationToken)
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var authorize = AuthorizePath(verifier);
        var cookie = await ChooseAsync(person, authorize, cancellationToken);
        var code = await CodeAsync(person, authorize, cookie, cancellationToken);
        return await RedeemAsync(person, code, verifier, cancellationToken);
    }

    private static string AuthorizePath(string verifier) =>
        $"/connect/authorize?response_type=code&state=mb&client_id={ClientId}&redirect_uri={Uri.EscapeDataString(RedirectUri)}"
        + "&scope=openid%20profile&code_challenge_method=S256"
        + $"&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}";

    private async Task<string> ChooseAsync(string person, string authorize, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["person"] = person, ["returnUrl"] = authorize });
        using var answer = await http.PostAsync("/simulated-eid", form, cancellationToken);
        return answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]))
            : throw Refused(person, "the simulated e-ID", answer.StatusCode);
    }

    private async Task<string> CodeAsync(string person, string authorize, string cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, authorize);
        request.Headers.Add("Cookie", cookie);
        using var answer = await http.SendAsync(request, cancellationToken);
        var query = answer.Headers.Location is { IsAbsoluteUri: true } location ? HttpUtility.ParseQueryString(location.Query) : [];
        return query["code"] ?? throw Refused(person, "the authorization", answer.StatusCode);
    }

    private async Task<(string Token, DateTimeOffset RenewAt)> RedeemAsync(
        string person, string code, string verifier, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = ClientId,
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = verifier,
        });
        using var answer = await http.PostAsync("/connect/token", form, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw Refused(person, "the token", answer.StatusCode);
        }

        using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
        var lifetime = TimeSpan.FromSeconds(json.RootElement.GetProperty("expires_in").GetInt32());
        return (json.RootElement.GetProperty("access_token").GetString()!, clock.GetUtcNow() + (lifetime / 2));
    }

    // A failure of the server may pass; a refusal does not.
    private static Exception Refused(string person, string what, HttpStatusCode status)
    {
        var line = $"Signing in {person}: {what} was answered with {(int)status}.";
        return (int)status >= 500 || status == HttpStatusCode.TooManyRequests
            ? new HttpRequestException(line, inner: null, status)
            : CommandException.Failed(line);
    }

    [GeneratedRegex("name=\"person\" value=\"([^\"]+)\"", RegexOptions.CultureInvariant)]
    private static partial Regex PersonButton();
}
