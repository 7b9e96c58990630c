using System.Security.Cryptography;

namespace Medborgarbudget.Kernel;

/// <summary>The hashes of the Merkle trees of RFC 9162 §2.1.1, over SHA-256.</summary>
public static class TreeHash
{
    /// <summary>Bytes in a hash.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    private const int NodeLength = 1 + (2 * Length);
    private const int LongestOnStack = 512;
    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The hash of a leaf: SHA-256 of 0x00 and the entry.</summary>
    public static void Leaf(ReadOnlySpan<byte> entry, Span<byte> hash)
    {
        var length = entry.Length + 1;
        var bytes = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[length];
        bytes[0] = LeafPrefix;
        entry.CopyTo(bytes[1..]);
        ShortHash.Sha256(bytes[..length], hash);
    }

    /// <summary>The hash of an inner node: SHA-256 of 0x01, the left and the right hash. The result may overwrite either.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[NodeLength];
        bytes[0] = NodePrefix;
        left[..Length].CopyTo(bytes[1..]);
        right[..Length].CopyTo(bytes[(1 + Length)..]);
        ShortHash.Sha256(bytes, hash);
    }
}
