using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Medborgarbudget.Web.SignIn;

/// <summary>
/// Protects cookies and stored sessions with one secret that all replicas have from a file, so that each reads what another wrote: AES-256-GCM (nonce ‖ tag ‖ cipher
/// text), a key for each purpose. Another file ends every session, and nothing else is lost.
/// </summary>
internal sealed class SharedProtection(byte[] secret) : IDataProtectionProvider, IDataProtector
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public static byte[] NewSecret() => Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

    /// <summary>Throws when the file holds no 32 bytes in base64.</summary>
    public static SharedProtection Read(string path)
    {
        var bytes = new byte[32];
        return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), bytes, out var written) && written == bytes.Length
            ? new SharedProtection(bytes)
            : throw new InvalidOperationException("Configuration Web:KeyFile names a file without a secret (32 bytes in base64).");
    }

    public IDataProtector CreateProtector(string purpose) => For(purpose);

    /// <summary>With a key of its own.</summary>
    public SharedProtection For(string purpose) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: Encoding.UTF8.GetBytes($"medborgarbudget web {purpose}")));

    /// <summary>A keyed hash of a text (HMAC-SHA-256, hexadecimal): the same in all replicas, and nothing to whoever lacks the secret.</summary>
    public string NameOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(text)));

    public byte[] Protect(byte[] plaintext)
    {
        var result = new byte[NonceBytes + TagBytes + plaintext.Length];
        var nonce = result.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(secret, TagBytes);
        aes.Encrypt(nonce, plaintext, result.AsSpan(NonceBytes + TagBytes), result.AsSpan(NonceBytes, TagBytes));
        return result;
    }

    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Not a protected value.");
        }

        var plain = new byte[protectedData.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(secret, TagBytes);
        aes.Decrypt(protectedData.AsSpan(0, NonceBytes), protectedData.AsSpan(NonceBytes + TagBytes), protectedData.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }
}
