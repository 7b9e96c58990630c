using System.Buffers.Text;
using System.Text.Json;

namespace Medborgarbudget.Cli.Conformance;

/// <summary>How the client's people sign in, and what the token says.</summary>
internal static class SignInChecks
{
    private const string Decision = "decision 0016";

    /// <summary>As RFC 7636 wants it: 43 characters.</summary>
    private const string OtherVerifier = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    public static IReadOnlyList<Check> All { get; } =
    [
        new("Discovery names the endpoints and S256", "OpenID Connect Discovery 1.0 §4", DiscoveryAsync),
        new("Without PKCE no code is given", "RFC 9700 §2.1.1", WithoutPkceAsync),
        new("Another redirect address is not followed", "RFC 9700 §2.1", OtherRedirectAsync),
        new("A person signs in with PKCE and agrees", $"RFC 7636, {Decision}", (api, cancellationToken) => api.SignInAsync(cancellationToken)),
        new("A code is worth nothing without its verifier", "RFC 7636 §4.6", WrongVerifierAsync),
        new("The access token lives five minutes at most", "architecture §5", LifetimeAsync),
        new("The token carries no roles and the client's id", Decision, NoRolesAsync),
        new("What the person did not agree to is refused", Decision, NotAgreedAsync),
        new("What officials do is refused", "permissions.md, column K", OfficialsAsync),
        new("A token in an address is not taken", "RFC 9700 §4.3.2", TokenInAddressAsync),
    ];

    private static async Task<string?> DiscoveryAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync("/.well-known/openid-configuration", cancellationToken);
        string[] needed = ["\"authorization_endpoint\"", "\"token_endpoint\"", "\"jwks_uri\"", "\"S256\""];
        return answer.Status == 200 && needed.All(word => answer.Body.Contains(word, StringComparison.Ordinal)) ? null : $"{answer.Status} {answer.Body}";
    }

    private static async Task<string?> WithoutPkceAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var fields = api.AuthorizeFields(OtherVerifier).Where(field => !field.Key.StartsWith("code_challenge", StringComparison.Ordinal));
        var answer = await api.GetAsync(ThirdPartyApi.AuthorizePath(fields), cancellationToken);
        return answer.Status == 400 || answer.Sent("error") == "invalid_request" ? null : $"{answer.Status}";
    }

    private static async Task<string?> OtherRedirectAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(api.AuthorizeFields(OtherVerifier)) { ["redirect_uri"] = api.Client.RedirectUri + "x" };
        var answer = await api.GetAsync(ThirdPartyApi.AuthorizePath(fields), cancellationToken);
        return answer.Status == 400 ? null : $"{answer.Status}";
    }

    private static async Task<string?> WrongVerifierAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        _ = api.Tokens;
        if (await api.CodeAsync(new string('B', OtherVerifier.Length), cancellationToken) is not { } code)
        {
            return "no second code was given in the same session";
        }

        var answer = await api.RedeemAsync(code, OtherVerifier, cancellationToken);
        return answer.Member("error") == "invalid_grant" ? null : $"{answer.Status} {answer.Member("error")}";
    }

    private static Task<string?> LifetimeAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var seconds = api.Tokens["expires_in"].GetInt32();
        return Task.FromResult(seconds <= 300 ? null : $"{seconds} seconds");
    }

    private static Task<string?> NoRolesAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(api.AccessToken.Split('.')[1]));
        var hasRoles = payload.RootElement.TryGetProperty("roles", out var roles) && roles.GetArrayLength() > 0;
        var client = payload.RootElement.GetProperty("client_id").GetString();
        return Task.FromResult(hasRoles ? "it has roles" : client == api.Client.ClientId ? null : $"client_id is {client}");
    }

    private static async Task<string?> NotAgreedAsync(ThirdPartyApi api, CancellationToken cancellationToken) =>
        Refused(await api.GetAsync("/medborgarbudget/v1/me/consents", cancellationToken, Bearer(api)));

    private static async Task<string?> OfficialsAsync(ThirdPartyApi api, CancellationToken cancellationToken) =>
        Refused(await api.GetAsync($"/medborgarbudget/v1/sub-budgets/{api.Client.SubBudget}/roll-summary", cancellationToken, Bearer(api)));

    private static async Task<string?> TokenInAddressAsync(ThirdPartyApi api, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/medborgarbudget/v1/me?access_token={api.AccessToken}", cancellationToken);
        return answer.Status is 400 or 401 ? null : $"{answer.Status}";
    }

    private static string? Refused(ThirdPartyAnswer answer) => answer.Status == 403 ? null : $"{answer.Status} {answer.Member("code")}";

    private static (string Name, string Value) Bearer(ThirdPartyApi api) => ("Authorization", $"Bearer {api.AccessToken}");
}
