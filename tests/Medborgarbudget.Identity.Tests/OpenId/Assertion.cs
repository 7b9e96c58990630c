using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Tests.OpenId;

/// <summary>A client's proof of itself as a program writes it that is not ours, with whatever is wrong with it.</summary>
internal sealed record Assertion(string Client, SigningCredentials? Key, DateTimeOffset Now)
{
    public string? Issuer { get; init; } = Client;

    public string? Subject { get; init; } = Client;

    public string? Audience { get; init; } = SignInFixture.Issuer;

    public string? Id { get; init; } = Guid.NewGuid().ToString();

    public string Type { get; init; } = "client-authentication+jwt";

    public TimeSpan? Life { get; init; } = TimeSpan.FromMinutes(1);

    public static SigningCredentials Of(ECDsa key) => new(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);

    public string Sign()
    {
        var claims = new Dictionary<string, object> { ["iat"] = Now.ToUnixTimeSeconds() };
        Add(claims, "iss", Issuer);
        Add(claims, "sub", Subject);
        Add(claims, "aud", Audience);
        Add(claims, "jti", Id);
        Add(claims, "exp", Life is { } life ? (Now + life).ToUnixTimeSeconds() : null);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = claims, SigningCredentials = Key, TokenType = Type });
    }

    /// <summary>Asks for the client's own token: empty, or the error.</summary>
    public static async Task<string> SendAsync(HttpClient http, string client, string assertion, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_assertion"] = assertion,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(form), Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.SendAsync(request, cancellationToken);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
        var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)).RootElement;
        TestContext.Current.TestOutputHelper?.WriteLine(json.ToString());
        return json.TryGetProperty("error", out var error) ? error.GetString()! : "";
    }

    private static void Add(Dictionary<string, object> claims, string name, object? value)
    {
        if (value is not null)
        {
            claims[name] = value;
        }
    }
}
