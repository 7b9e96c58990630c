using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Log;

/// <summary>Signatures of everything that is published: ECDSA P-256 over SHA-256, r and s of 32 bytes each (IEEE P1363).</summary>
public static class LogSignature
{
    /// <summary>Bytes in a signature.</summary>
    public const int Length = 64;

    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;
    private const int KeyLength = 91;

    /// <summary>How every SubjectPublicKeyInfo of an uncompressed point of P-256 begins (RFC 5480); the two coordinates follow.</summary>
    private static ReadOnlySpan<byte> KeyPrefix =>
    [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01,
        0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
    ];

    public static byte[] Sign(ECDsa key, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signature = new byte[Length];
        return key.TrySignData(message, signature, HashAlgorithmName.SHA256, Format, out var written) && written == Length
            ? signature
            : throw new ArgumentException("The key is not of the curve P-256.", nameof(key));
    }

    public static bool Verify(ECDsa key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return signature.Length == Length && key.VerifyData(message, signature, HashAlgorithmName.SHA256, Format);
    }

    /// <summary>Reads a public key as manifests hold it, a SubjectPublicKeyInfo in base64; false for anything else or another curve.</summary>
    public static bool TryReadKey(string? base64, [NotNullWhen(true)] out ECDsa? key)
    {
        key = null;
        if (!Base64Text.TryRead(base64, out var der) || der.Length != KeyLength || !der.AsSpan().StartsWith(KeyPrefix))
        {
            return false;
        }

        var read = ECDsa.Create();
        try
        {
            read.ImportSubjectPublicKeyInfo(der, out _);
            key = read;
        }
        catch (CryptographicException)
        {
            // A point that is not on the curve is an answer here, not a fault of the program.
        }

        if (key is null)
        {
            read.Dispose();
        }

        return key is not null;
    }
}

/// <summary>Base64 with padding, of which only the one spelling that the format allows is read.</summary>
internal static class Base64Text
{
    public static bool TryRead(string? text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text is null)
        {
            return false;
        }

        var buffer = new byte[text.Length];
        if (Convert.TryFromBase64String(text, buffer, out var written) && Convert.ToBase64String(buffer, 0, written) == text)
        {
            bytes = buffer[..written];
        }

        return bytes is not null;
    }
}
