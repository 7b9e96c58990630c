using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Log;

/// <summary>Signatures of everything that is published: ECDSA P-256 over SHA-256, r and s of 32 bytes each (IEEE P1363).</summary>
public static class LogSignature
{
    /// <summary>Bytes in a signature.</summary>
    public const int Length = 64;

    private const DSASignatureFormat Format = DSASignatureFormat.IeeeP1363FixedFieldConcatenation;

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
        if (!Base64Text.TryRead(base64, out var der))
        {
            return false;
        }

        var read = ECDsa.Create();
        try
        {
            read.ImportSubjectPublicKeyInfo(der, out var length);
            key = length == der.Length && read.KeySize == 256 ? read : null;
        }
        catch (CryptographicException)
        {
            // What is no key is an answer here, not a fault of the program.
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
