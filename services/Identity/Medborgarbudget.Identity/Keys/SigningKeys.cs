using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Keys;

/// <summary>Makes and reads the two kinds of signing keys. A key's id is taken from its public part.</summary>
internal static class SigningKeys
{
    private const int RsaBits = 2048;

    public static StoredKey NewAccess(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new StoredKey(IdOf(key), now, Convert.ToBase64String(key.ExportPkcs8PrivateKey()));
    }

    public static StoredKey NewBallot(DateTimeOffset now)
    {
        using var key = RSA.Create(RsaBits);
        return new StoredKey(IdOf(key), now, Convert.ToBase64String(key.ExportPkcs8PrivateKey()));
    }

    public static ECDsaSecurityKey Access(StoredKey stored)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(stored.Pkcs8), out _);
        return new ECDsaSecurityKey(key) { KeyId = stored.Id };
    }

    /// <summary>By parameters, so that each signing thread gets an instance of its own.</summary>
    public static RsaSecurityKey Ballot(StoredKey stored)
    {
        using var key = RSA.Create();
        key.ImportPkcs8PrivateKey(Convert.FromBase64String(stored.Pkcs8), out _);
        return new RsaSecurityKey(key.ExportParameters(includePrivateParameters: true)) { KeyId = stored.Id };
    }

    private static string IdOf(AsymmetricAlgorithm key) =>
        Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 12));
}
