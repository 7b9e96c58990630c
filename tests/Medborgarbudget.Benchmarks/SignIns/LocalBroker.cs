using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Benchmarks.SignIns;

/// <summary>
/// The e-ID broker of the marks, since a broker is somebody else's machine: it asks nobody anything, but gives codes that are used once and need their verifier,
/// and signs every identity token (ES256). The person is who the address names.
/// </summary>
internal static class LocalBroker
{
    public const string ClientId = "medborgarbudget";
    public const string ClientSecret = "a secret of the benchmark, of some length";
    public const string Level = "http://id.swedenconnect.test/loa/1.0/loa3";

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Until the process is ended.</summary>
    public static Task RunAsync(int port)
    {
        var issuer = $"http://{IPAddress.Loopback}:{port}";
        var key = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "broker" };
        var grants = new ConcurrentDictionary<string, Grant>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        app.Run(context => context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => context.Response.WriteAsJsonAsync(Discovery(issuer)),
            "/keys" => context.Response.WriteAsJsonAsync(Keys(key)),
            "/authorize" => Authorize(context, grants),
            "/token" => TokenAsync(context, grants, issuer, new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)),
            _ => NotFound(context),
        });
        return app.RunAsync();
    }

    private static object Discovery(string issuer) => new
    {
        issuer,
        authorization_endpoint = $"{issuer}/authorize",
        token_endpoint = $"{issuer}/token",
        jwks_uri = $"{issuer}/keys",
        response_types_supported = new[] { "code" },
        subject_types_supported = new[] { "public" },
        id_token_signing_alg_values_supported = new[] { SecurityAlgorithms.EcdsaSha256 },
    };

    private static object Keys(ECDsaSecurityKey key)
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(key);
        return new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = jwk.Kid, use = "sig", alg = SecurityAlgorithms.EcdsaSha256 } } };
    }

    private static Task Authorize(HttpContext context, ConcurrentDictionary<string, Grant> grants)
    {
        var query = context.Request.Query;
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        grants[code] = new Grant(query["person"]!, query["nonce"]!, query["code_challenge"]!);
        context.Response.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"]!)}");
        return Task.CompletedTask;
    }

    private static async Task TokenAsync(HttpContext context, ConcurrentDictionary<string, Grant> grants, string issuer, SigningCredentials credentials)
    {
        var form = await context.Request.ReadFormAsync();
        var holds = form["client_id"] == ClientId && form["client_secret"] == ClientSecret && grants.TryRemove(form["code"]!, out var given)
            && given.Challenge == Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]!)))
            ? given
            : null;
        if (holds is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new { error = "invalid_grant" });
            return;
        }

        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = ClientId,
            IssuedAt = now,
            Expires = now.AddMinutes(5),
            SigningCredentials = credentials,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = holds.Person,
                ["nonce"] = holds.Nonce,
                ["personal_number"] = holds.Person,
                ["name"] = $"Påhittad {holds.Person[^6..]}",
                ["acr"] = Level,
            },
        });
        await context.Response.WriteAsJsonAsync(new { access_token = "none", token_type = "Bearer", expires_in = 300, id_token = token });
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private sealed record Grant(string Person, string Nonce, string Challenge);
}
