using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>
/// Somebody has every file of Identity, key-encryption keys included, and takes every place in the database for a wrapped K: rows, what was
/// overwritten, free space, the write-ahead log. Whoever finds K can say whose any pseudonym is.
/// </summary>
internal static class KeyTheft
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int BlockBytes = 16;
    private const int KeyBytes = 32;

    /// <summary>True when a K was found that makes the voter's pseudonym of the voter's key.</summary>
    public static bool Links(string folder, string subBudget, string voterKey, byte[] pseudonym)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "identity-kek.keys")));
        using var aes = Aes.Create();
        aes.Key = file.RootElement.GetProperty("keys")[0].GetProperty("secret").GetBytesFromBase64();
        byte[] input = [.. "mb1"u8, .. Guid.Parse(subBudget).ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(voterKey)];
        var databases = Directory.GetFiles(folder, "identity.db*");
        databases.ShouldNotBeEmpty();
        return databases.Any(database => Links(File.ReadAllBytes(database), aes, input, pseudonym));
    }

    private static bool Links(byte[] database, Aes aes, byte[] input, byte[] pseudonym)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        for (var at = 0; at + NonceBytes + TagBytes + KeyBytes <= database.Length; at++)
        {
            // A nonce is random and hardly ever has three zeros; most places of a database have.
            if (database.AsSpan(at, NonceBytes).Count((byte)0) >= 3)
            {
                continue;
            }

            Decrypt(aes, database.AsSpan(at, NonceBytes), database.AsSpan(at + NonceBytes + TagBytes, KeyBytes), key);
            HMACSHA256.HashData(key, input, hash);
            if (hash.StartsWith(pseudonym))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>AES-GCM without its tag: the key stream begins with counter 2.</summary>
    private static void Decrypt(Aes aes, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, Span<byte> plain)
    {
        Span<byte> counters = stackalloc byte[KeyBytes];
        for (var block = 0; block < KeyBytes / BlockBytes; block++)
        {
            nonce.CopyTo(counters[(block * BlockBytes)..]);
            BinaryPrimitives.WriteInt32BigEndian(counters[((block * BlockBytes) + NonceBytes)..], block + 2);
        }

        aes.EncryptEcb(counters, plain, PaddingMode.None);
        for (var i = 0; i < KeyBytes; i++)
        {
            plain[i] ^= cipher[i];
        }
    }
}
