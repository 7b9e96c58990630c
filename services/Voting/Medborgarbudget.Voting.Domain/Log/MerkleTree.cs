using System.Numerics;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// The Merkle tree of RFC 9162 §2.1 over SHA-256. Hashes lie one after another in flat bytes, 32 each; nothing is kept between calls.
/// A tree that grows is a <see cref="MerkleFrontier"/>; one of millions of leaves is read through <see cref="LogTiles"/>.
/// </summary>
public static class MerkleTree
{
    /// <summary>Bytes in a hash.</summary>
    public const int HashLength = TreeHash.Length;

    /// <summary>Gives the root of the perfect subtree of 2^<paramref name="level"/> leaves that begins at leaf <paramref name="index"/> · 2^level.</summary>
    internal delegate void Subtree(int level, long index, Span<byte> root);

    /// <summary>The root over a list of leaf hashes, RFC 9162 §2.1.1; of none it is the hash of nothing.</summary>
    public static byte[] Root(ReadOnlySpan<byte> leaves)
    {
        var frontier = new MerkleFrontier();
        frontier.Append(leaves);
        return frontier.Root();
    }

    /// <summary>The inclusion proof of a leaf, RFC 9162 §2.1.3.1: hashes joined, the one beside the leaf first.</summary>
    public static byte[] InclusionProof(ReadOnlySpan<byte> leaves, long index)
    {
        var all = leaves.ToArray();
        return InclusionProof(Of(all), index, CountOf(leaves));
    }

    /// <summary>Whether a leaf hash stands at a place of the tree of that size and root, RFC 9162 §2.1.3.2.</summary>
    public static bool VerifyInclusion(
        ReadOnlySpan<byte> leaf, long index, long size, ReadOnlySpan<byte> path, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size || path.Length % HashLength != 0 || leaf.Length != HashLength)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[HashLength];
        leaf.CopyTo(hash);
        var (node, last) = (index, size - 1);
        for (; !path.IsEmpty; path = path[HashLength..])
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                TreeHash.Node(path, hash, hash);
                SkipLone(ref node, ref last);
            }
            else
            {
                TreeHash.Node(hash, path, hash);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && hash.SequenceEqual(root);
    }

    /// <summary>The proof that the tree of the first leaves is the beginning of the whole, RFC 9162 §2.1.4.1; empty when they are equal.</summary>
    public static byte[] ConsistencyProof(ReadOnlySpan<byte> leaves, long first)
    {
        var all = leaves.ToArray();
        return ConsistencyProof(Of(all), first, CountOf(leaves));
    }

    /// <summary>Whether a tree grew from another without any change in it, RFC 9162 §2.1.4.2. Everything grew from the empty tree.</summary>
    public static bool VerifyConsistency(
        long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, ReadOnlySpan<byte> path)
    {
        if (first < 0 || first > second || path.Length % HashLength != 0 || firstRoot.Length != HashLength)
        {
            return false;
        }

        if (first == 0 || first == second)
        {
            return path.IsEmpty && (first == 0 || firstRoot.SequenceEqual(secondRoot));
        }

        return VerifyGrowth(first, second, firstRoot, secondRoot, path);
    }

    /// <summary>RFC 9162 §2.1.3.1 over any source of subtree roots: down from the root to the leaf, noting what lies beside the way.</summary>
    internal static byte[] InclusionProof(Subtree subtrees, long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new PathBuilder(subtrees);
        var (low, high) = (0L, size);
        while (high - low > 1)
        {
            var middle = low + Split(high - low);
            if (index < middle)
            {
                path.AddBelow(middle, high);
                high = middle;
            }
            else
            {
                path.AddBelow(low, middle);
                low = middle;
            }
        }

        return path.FromLeafToRoot();
    }

    /// <summary>RFC 9162 §2.1.4.1, SUBPROOF without recursion.</summary>
    internal static byte[] ConsistencyProof(Subtree subtrees, long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var path = new PathBuilder(subtrees);
        var (low, high) = (0L, first == 0 ? 0 : second);
        while (high > first)
        {
            var middle = low + Split(high - low);
            if (first <= middle)
            {
                path.AddBelow(middle, high);
                high = middle;
            }
            else
            {
                path.AddBelow(low, middle);
                low = middle;
            }
        }

        if (low > 0)
        {
            path.AddBelow(low, high);
        }

        return path.FromLeafToRoot();
    }

    /// <summary>The root of the leaves from low to high, where low is a multiple of the smallest power of two that holds them all.</summary>
    internal static void RangeRoot(Subtree subtrees, long low, long high, Span<byte> root)
    {
        Span<byte> left = stackalloc byte[HashLength];
        var end = high;
        for (var isFirst = true; end > low; isFirst = false)
        {
            var level = BitOperations.TrailingZeroCount(end - low);
            end -= 1L << level;
            subtrees(level, end >> level, isFirst ? root : left);
            if (!isFirst)
            {
                TreeHash.Node(left, root, root);
            }
        }
    }

    private static bool VerifyGrowth(
        long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, ReadOnlySpan<byte> path)
    {
        var (node, last) = (first - 1, second - 1);
        while ((node & 1) == 1)
        {
            (node, last) = (node >> 1, last >> 1);
        }

        Span<byte> older = stackalloc byte[HashLength];
        Span<byte> newer = stackalloc byte[HashLength];
        if (!TryBegin(first, firstRoot, ref path, older))
        {
            return false;
        }

        older.CopyTo(newer);
        for (; !path.IsEmpty; path = path[HashLength..])
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                TreeHash.Node(path, older, older);
                TreeHash.Node(path, newer, newer);
                SkipLone(ref node, ref last);
            }
            else
            {
                TreeHash.Node(newer, path, newer);
            }

            (node, last) = (node >> 1, last >> 1);
        }

        return last == 0 && older.SequenceEqual(firstRoot) && newer.SequenceEqual(secondRoot);
    }

    /// <summary>A first tree that is perfect is its own beginning; another's stands in front of the path.</summary>
    private static bool TryBegin(long first, ReadOnlySpan<byte> firstRoot, ref ReadOnlySpan<byte> path, scoped Span<byte> hash)
    {
        if (BitOperations.IsPow2(first))
        {
            firstRoot.CopyTo(hash);
            return true;
        }

        if (path.IsEmpty)
        {
            return false;
        }

        path[..HashLength].CopyTo(hash);
        path = path[HashLength..];
        return true;
    }

    /// <summary>A last node without a neighbour rises unchanged until it has one.</summary>
    private static void SkipLone(ref long node, ref long last)
    {
        while ((node & 1) == 0 && node != 0)
        {
            (node, last) = (node >> 1, last >> 1);
        }
    }

    /// <summary>The largest power of two below a number of leaves, RFC 9162 §2.1.1.</summary>
    private static long Split(long size) => 1L << BitOperations.Log2((ulong)(size - 1));

    private static long CountOf(ReadOnlySpan<byte> leaves) => leaves.Length % HashLength == 0
        ? leaves.Length / HashLength
        : throw new ArgumentException("Hashes have 32 bytes each.", nameof(leaves));

    private static Subtree Of(byte[] leaves) => (level, index, root) =>
    {
        var length = HashLength << level;
        Root(leaves.AsSpan(checked((int)(index * length)), length)).CopyTo(root);
    };

    /// <summary>Hashes met on the way from the root down; a path has them the other way round.</summary>
    private sealed class PathBuilder(Subtree subtrees)
    {
        private readonly List<byte[]> hashes = [];

        public void AddBelow(long low, long high)
        {
            var hash = new byte[HashLength];
            RangeRoot(subtrees, low, high, hash);
            hashes.Add(hash);
        }

        public byte[] FromLeafToRoot()
        {
            var path = new byte[hashes.Count * HashLength];
            for (var i = 0; i < hashes.Count; i++)
            {
                hashes[^(i + 1)].CopyTo(path.AsSpan(i * HashLength));
            }

            return path;
        }
    }
}
