using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.ServiceDefaults.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.ServiceDefaults.Clients;

/// <summary>
/// This service's private key, by which it proves to Identity who it is (<c>private_key_jwt</c>, RFC 7523 §2.2): nothing that Identity stores or that travels
/// lets anybody else do so. A file in PEM form, EC P-256; made at the first start, with the public half beside it as <c>….pub</c> for Identity's configuration.
/// </summary>
internal sealed class ServiceKey
{
    public const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;

    private ServiceKey(ECDsa key) => _credentials = new SigningCredentials(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256);

    /// <summary>Null when configuration <c>Auth:ServiceKeyFile</c> names none. Throws with the key's name when the file holds none that fits.</summary>
    public static ServiceKey? Find(IConfiguration configuration)
    {
        if (configuration["Auth:ServiceKeyFile"] is not { Length: > 0 } path)
        {
            return null;
        }

        var isNew = false;
        SecretFile.EnsureExists(path, () =>
        {
            isNew = true;
            return Make();
        });
        var key = Read(path);
        if (isNew)
        {
            // Of the file that stands: replicas that start together have each made a key, and one of them was first.
            File.WriteAllText($"{path}.pub", key.ExportSubjectPublicKeyInfoPem());
        }

        return new ServiceKey(key);
    }

    /// <summary>Holds once, at the issuer alone, for a minute.</summary>
    public string Assert(string client, string issuer, DateTimeOffset now) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = client,
        Audience = issuer,
        TokenType = "client-authentication+jwt",
        IssuedAt = now.UtcDateTime,
        Expires = (now + Lifetime).UtcDateTime,
        SigningCredentials = _credentials,
        Claims = new Dictionary<string, object> { ["sub"] = client, ["jti"] = Guid.NewGuid().ToString("N") },
    });

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem());
    }

    private static ECDsa Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize == 256 && key.ExportParameters(includePrivateParameters: true).D is not null)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // Told below, without what stands in the file.
        }

        throw new InvalidOperationException("Configuration Auth:ServiceKeyFile names a file without a private key (PEM without a password, EC P-256).");
    }
}
