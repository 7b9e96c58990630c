using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// The public keys by which a client proves itself (<c>private_key_jwt</c>): a JWK set (RFC 7517) or public keys in PEM form. Only EC P-256 and RSA of 2,048 to
/// 4,096 bits: no algorithm with a shared secret can pass for one of them.
/// </summary>
internal static class PublicKeySet
{
    /// <summary>Two at once is what a change of keys needs; the rest is room.</summary>
    private const int Most = 4;

    private const int LongestText = 20_000;
    private const string PemBegin = "-----BEGIN PUBLIC KEY-----";
    private const string PemEnd = "-----END PUBLIC KEY-----";

    /// <summary>The keys with nothing beside what verifying needs; null when the text is no such set, or has a private key in it.</summary>
    public static JsonWebKeySet? Read(string text)
    {
        if (text.Length > LongestText)
        {
            return null;
        }

        var keys = text.TrimStart().StartsWith(PemBegin, StringComparison.Ordinal) ? ReadPem(text) : ReadJson(text);
        if (keys is not { Count: >= 1 and <= Most } || keys.Contains(null) || keys.DistinctBy(key => key!.Kid).Count() != keys.Count)
        {
            return null;
        }

        var set = new JsonWebKeySet();
        keys.ForEach(key => set.Keys.Add(key));
        return set;
    }

    /// <summary>Both hold the same keys under the same ids.</summary>
    public static bool AreEqual(JsonWebKeySet? one, JsonWebKeySet? other) => Names(one).SetEquals(Names(other));

    private static HashSet<string> Names(JsonWebKeySet? set) =>
        [.. set?.Keys.Select(key => $"{key.Kid} {Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())}") ?? []];

    private static List<JsonWebKey?>? ReadJson(string text)
    {
        try
        {
            return [.. new JsonWebKeySet(text).Keys.Select(Public)];
        }
        catch (Exception exception) when (exception is ArgumentException or JsonException)
        {
            return null;
        }
    }

    private static List<JsonWebKey?> ReadPem(string text) =>
        [.. text.Split(PemEnd, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(part => ReadOnePem(part + PemEnd))];

    private static JsonWebKey? ReadOnePem(string pem)
    {
        using var ec = ECDsa.Create();
        using var rsa = RSA.Create();
        return Imports(ec, pem) ? Public(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ec)))
            : Imports(rsa, pem) ? Public(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa)))
            : null;
    }

    private static bool Imports(AsymmetricAlgorithm key, string pem)
    {
        try
        {
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            return false;
        }
    }

    private static JsonWebKey? Public(JsonWebKey given)
    {
        if (given.HasPrivateKey || !IsStrong(given))
        {
            return null;
        }

        var key = new JsonWebKey { Kty = given.Kty, Use = "sig", Crv = given.Crv, X = given.X, Y = given.Y, N = given.N, E = given.E };
        key.Kid = string.IsNullOrEmpty(given.Kid) ? Base64UrlEncoder.Encode(key.ComputeJwkThumbprint()) : given.Kid;
        return key.Kid.Length <= 100 && !key.Kid.Any(char.IsControl) ? key : null;
    }

    // What is no point on the curve and no modulus is found here, and not when somebody signs in.
    private static bool IsStrong(JsonWebKey key)
    {
        try
        {
            if (key.Kty == JsonWebAlgorithmsKeyTypes.EllipticCurve && key.Crv == JsonWebKeyECTypes.P256)
            {
                using var ec = ECDsa.Create(new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = Base64UrlEncoder.DecodeBytes(key.X), Y = Base64UrlEncoder.DecodeBytes(key.Y) },
                });
                return true;
            }

            if (key.Kty != JsonWebAlgorithmsKeyTypes.RSA)
            {
                return false;
            }

            using var rsa = RSA.Create(new RSAParameters { Modulus = Base64UrlEncoder.DecodeBytes(key.N), Exponent = Base64UrlEncoder.DecodeBytes(key.E) });
            return rsa.KeySize is >= 2048 and <= 4096;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or CryptographicException)
        {
            return false;
        }
    }
}
