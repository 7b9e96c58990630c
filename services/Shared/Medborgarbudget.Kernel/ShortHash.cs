using System.Security.Cryptography;

namespace Medborgarbudget.Kernel;

/// <summary>SHA-256 of a few bytes, millions of times.</summary>
public static class ShortHash
{
    /// <summary>Bytes from which on it costs little to go by .NET.</summary>
    internal const int Longest = 4096;

    /// <summary>Writes the 32 bytes of the hash. It may overwrite what is hashed.</summary>
    public static void Sha256(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        if (!OpenSslSha256.IsThere || bytes.Length > Longest)
        {
            SHA256.HashData(bytes, hash);
            return;
        }

        OpenSslSha256.Begin(out var state);
        OpenSslSha256.Append(ref state, bytes);
        OpenSslSha256.End(ref state, hash);
    }
}

/// <summary>HMAC-SHA-256 (RFC 2104) of a few bytes under one key, millions of times. Safe for several threads.</summary>
public sealed class KeyedHash
{
    private const int BlockLength = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    private readonly byte[] _key;
    private readonly OpenSslSha256.State _inner;
    private readonly OpenSslSha256.State _outer;

    /// <param name="key">At most 64 bytes.</param>
    public KeyedHash(byte[] key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, BlockLength);
        _key = key;
        if (OpenSslSha256.IsThere)
        {
            _inner = Padded(key, InnerPad);
            _outer = Padded(key, OuterPad);
        }
    }

    /// <summary>Writes the 32 bytes of the hash of both, one after the other.</summary>
    public void Hash(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> hash)
    {
        if (!OpenSslSha256.IsThere || first.Length > ShortHash.Longest || second.Length > ShortHash.Longest)
        {
            HMACSHA256.HashData(_key, [.. first, .. second], hash);
            return;
        }

        var state = _inner;
        OpenSslSha256.Append(ref state, first);
        OpenSslSha256.Append(ref state, second);
        OpenSslSha256.End(ref state, hash);
        state = _outer;
        OpenSslSha256.Append(ref state, hash[..SHA256.HashSizeInBytes]);
        OpenSslSha256.End(ref state, hash);
    }

    /// <summary>The state after the first block, which is the same for everything under the key.</summary>
    private static OpenSslSha256.State Padded(ReadOnlySpan<byte> key, byte pad)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++)
        {
            block[i] ^= key[i];
        }

        OpenSslSha256.Begin(out var state);
        OpenSslSha256.Append(ref state, block);
        return state;
    }
}
