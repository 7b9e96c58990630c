using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Federation;

/// <summary>Proves to a broker with a private key who we are (<c>private_key_jwt</c>, RFC 7523 §2.2).</summary>
internal sealed class ClientAssertion(Broker broker, SigningCredentials key)
{
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    public void AddTo(OpenIdConnectMessage request, HttpContext context)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        request.ClientSecret = null;
        request.ClientAssertionType = Type;
        request.ClientAssertion = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = broker.ClientId,
            Audience = broker.Issuer.OriginalString,
            IssuedAt = now,
            Expires = now + Lifetime,
            SigningCredentials = key,
            Claims = new Dictionary<string, object> { ["sub"] = broker.ClientId, ["jti"] = Guid.NewGuid().ToString("N") },
        });
    }

    /// <summary>Null when the text is no private key that fits.</summary>
    public static SigningCredentials? ReadKey(string pem)
    {
        var ec = ECDsa.Create();
        if (Imports(ec, pem))
        {
            return ec.KeySize == 256 ? new SigningCredentials(new ECDsaSecurityKey(ec), SecurityAlgorithms.EcdsaSha256) : null;
        }

        ec.Dispose();
        var rsa = RSA.Create();
        return Imports(rsa, pem) ? new SigningCredentials(new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256) : null;
    }

    private static bool Imports(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return key is ECDsa ec ? ec.ExportParameters(includePrivateParameters: true).D is not null : ((RSA)key).ExportParameters(includePrivateParameters: true).D is not null;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
