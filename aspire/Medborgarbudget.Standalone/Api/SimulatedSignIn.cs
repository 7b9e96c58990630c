using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Medborgarbudget.Standalone.Api;

/// <summary>Signs a simulated person in as any program does: authorization code with PKCE (RFC 7636), the e-ID's form in between.</summary>
public sealed class SimulatedSignIn(Uri gateway)
{
    private const string Client = "mb-cli";
    private const string Redirect = "http://127.0.0.1/callback";

    /// <summary>An access token of the person. Throws <see cref="HttpRequestException"/> when the sign-in is refused.</summary>
    public async Task<string> TokenAsync(string person, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = gateway };
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var authorize = QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = Client,
            ["redirect_uri"] = Redirect,
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
        });
        var form = await Location(await http.GetAsync(new Uri(authorize, UriKind.Relative), cancellationToken));
        var returnUrl = QueryHelpers.ParseQuery(new Uri(gateway, form).Query)["returnUrl"].ToString();
        using var choice = new FormUrlEncodedContent(new Dictionary<string, string> { ["person"] = person, ["returnUrl"] = returnUrl });
        var back = await Location(await http.PostAsync(new Uri("/simulated-eid", UriKind.Relative), choice, cancellationToken));
        var callback = await Location(await http.GetAsync(back, cancellationToken));
        return await Redeem(http, QueryHelpers.ParseQuery(callback.Query)["code"].ToString(), verifier, cancellationToken);
    }

    private static async Task<Uri> Location(HttpResponseMessage answer)
    {
        using (answer)
        {
            return answer.Headers.Location
                ?? throw new HttpRequestException($"Sign-in answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    private static async Task<string> Redeem(HttpClient http, string code, string verifier, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = Client,
            ["redirect_uri"] = Redirect,
            ["code"] = code,
            ["code_verifier"] = verifier,
        });
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<TokenAnswer>(cancellationToken))!.AccessToken;
    }

    private sealed record TokenAnswer([property: JsonPropertyName("access_token")] string AccessToken);
}
