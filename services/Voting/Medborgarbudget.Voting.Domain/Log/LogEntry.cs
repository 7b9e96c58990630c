using System.Buffers.Binary;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// The entries of a vote's log and their leaf hashes (RFC 9162 §2.1.1): the manifest first, then ballots and numbers without a ballot,
/// and after the close the closing. A ballot's entry says where it stands and what it commits to, and nothing about who cast it.
/// </summary>
public static class LogEntry
{
    /// <summary>Bytes in the entry of a ballot or of a number without one.</summary>
    public const int BallotLength = MerkleTree.HashLength + PlaceLength;

    private const int PlaceLength = 16 + 2 + 8;

    /// <summary>The first entry: names the frozen ballot by its bytes.</summary>
    public static byte[] Manifest(ReadOnlySpan<byte> manifest) => [.. "mb1-manifest"u8, .. SHA256.HashData(manifest)];

    /// <summary>The last entry: names the closing by its bytes.</summary>
    public static byte[] Closing(ReadOnlySpan<byte> closing) => [.. "mb1-closing"u8, .. SHA256.HashData(closing)];

    /// <summary>The entry of a ballot.</summary>
    public static void WriteBallot(ReadOnlySpan<byte> commitment, SubBudgetId subBudget, int shard, long sequence, Span<byte> entry)
    {
        commitment[..MerkleTree.HashLength].CopyTo(entry);
        var place = entry[MerkleTree.HashLength..];
        subBudget.Value.TryWriteBytes(place, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(place[16..], (ushort)shard);
        BinaryPrimitives.WriteUInt64BigEndian(place[18..], (ulong)sequence);
    }

    /// <summary>The leaf of the manifest.</summary>
    public static byte[] ManifestLeaf(ReadOnlySpan<byte> manifest) => Leaf(Manifest(manifest));

    /// <summary>The leaf of the closing.</summary>
    public static byte[] ClosingLeaf(ReadOnlySpan<byte> closing) => Leaf(Closing(closing));

    /// <summary>The leaf of a ballot.</summary>
    public static void HashBallot(ReadOnlySpan<byte> commitment, SubBudgetId subBudget, int shard, long sequence, Span<byte> leaf)
    {
        Span<byte> entry = stackalloc byte[BallotLength];
        WriteBallot(commitment, subBudget, shard, sequence, entry);
        TreeHash.Leaf(entry, leaf);
    }

    /// <summary>The leaf of a number that was given out and lost before anybody was told: no commitment.</summary>
    public static void HashGap(SubBudgetId subBudget, int shard, long sequence, Span<byte> leaf)
    {
        Span<byte> none = stackalloc byte[MerkleTree.HashLength];
        none.Clear();
        HashBallot(none, subBudget, shard, sequence, leaf);
    }

    private static byte[] Leaf(byte[] entry)
    {
        var leaf = new byte[MerkleTree.HashLength];
        TreeHash.Leaf(entry, leaf);
        return leaf;
    }
}

/// <summary>
/// What a ballot's entry says of its choices: a hash that binds them and, since the salt is secret and of 32 random bytes, tells nothing.
/// </summary>
public static class Commitment
{
    /// <summary>Bytes in a salt.</summary>
    public const int SaltLength = 32;

    private const int LongestOnStack = 512;

    /// <summary>Commits to choices in the form of <see cref="Ballot.Bytes"/>.</summary>
    public static void Of(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> choices, Span<byte> commitment)
    {
        if (salt.Length != SaltLength)
        {
            throw new ArgumentException("A salt has 32 bytes.", nameof(salt));
        }

        var prefix = "mb1-ballot"u8;
        var length = prefix.Length + SaltLength + choices.Length;
        var bytes = length <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[length];
        prefix.CopyTo(bytes);
        salt.CopyTo(bytes[prefix.Length..]);
        choices.CopyTo(bytes[(prefix.Length + SaltLength)..]);
        ShortHash.Sha256(bytes[..length], commitment);
    }
}
