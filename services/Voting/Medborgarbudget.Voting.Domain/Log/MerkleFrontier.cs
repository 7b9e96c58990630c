using System.Numerics;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// A tree of RFC 9162 §2.1 that grows at its right edge: it keeps one hash a level, so that eight million leaves cost a kilobyte and one
/// node hash each. Not safe for several threads. Invariant: its root is that of <see cref="MerkleTree.Root"/> over all leaf hashes appended.
/// </summary>
public sealed class MerkleFrontier
{
    private const int Levels = 63;
    private const int Length = MerkleTree.HashLength;

    // The root of the last perfect subtree of each level that is complete. Where the size has the level's bit, it is a peak.
    private readonly byte[] last = new byte[Levels * Length];
    private readonly byte[] node = new byte[Length];

    /// <summary>An empty tree.</summary>
    public MerkleFrontier()
    {
    }

    private MerkleFrontier(long size) => Size = size;

    /// <summary>How many leaves there are.</summary>
    public long Size { get; private set; }

    /// <summary>Restores a tree from its size and what <see cref="Peaks"/> gave.</summary>
    /// <exception cref="ArgumentException">A tree of that size has another number of peaks.</exception>
    public static MerkleFrontier Restore(long size, ReadOnlySpan<byte> peaks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (peaks.Length != BitOperations.PopCount((ulong)size) * Length)
        {
            throw new ArgumentException("The peaks do not belong to a tree of this size.", nameof(peaks));
        }

        var frontier = new MerkleFrontier(size);
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (frontier.HasPeak(level))
            {
                peaks[..Length].CopyTo(frontier.At(level));
                peaks = peaks[Length..];
            }
        }

        return frontier;
    }

    /// <summary>Appends leaf hashes, one or many, 32 bytes each.</summary>
    public void Append(ReadOnlySpan<byte> leaves)
    {
        if (leaves.Length % Length != 0)
        {
            throw new ArgumentException("Hashes have 32 bytes each.", nameof(leaves));
        }

        Span<byte> hash = stackalloc byte[Length];
        for (; !leaves.IsEmpty; leaves = leaves[Length..])
        {
            leaves[..Length].CopyTo(hash);
            Complete(level: 0, hash);
            Size++;
        }
    }

    /// <summary>Appends a perfect subtree of 2^<paramref name="level"/> leaves by its root.</summary>
    /// <exception cref="ArgumentException">The tree ends inside such a subtree.</exception>
    public void AppendSubtree(int level, ReadOnlySpan<byte> root)
    {
        if ((Size & ((1L << level) - 1)) != 0)
        {
            throw new ArgumentException("A subtree begins at a multiple of its size.", nameof(level));
        }

        Span<byte> hash = stackalloc byte[Length];
        root[..Length].CopyTo(hash);
        Complete(level, hash);
        Size += 1L << level;
    }

    /// <summary>
    /// The root of the perfect subtree of 2^<paramref name="level"/> leaves that <see cref="Append"/> completed last: for level 8, after every 256
    /// leaves, a hash of a tile of level 1.
    /// </summary>
    public ReadOnlySpan<byte> LastSubtree(int level) => Size >> level > 0
        ? At(level)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "No subtree of this level is complete.");

    /// <summary>The root over all leaves so far, RFC 9162 §2.1.1.</summary>
    public void Root(Span<byte> root)
    {
        if (Size == 0)
        {
            SHA256.HashData([], root);
            return;
        }

        var lowest = BitOperations.TrailingZeroCount(Size);
        At(lowest).CopyTo(root);
        for (var level = lowest + 1; level < Levels; level++)
        {
            if (HasPeak(level))
            {
                TreeHash.Node(At(level), root, root);
            }
        }
    }

    /// <summary>The root over all leaves so far.</summary>
    public byte[] Root()
    {
        var root = new byte[Length];
        Root(root);
        return root;
    }

    /// <summary>What the tree can be restored from, with its size: the roots of its perfect subtrees, the largest first.</summary>
    public byte[] Peaks()
    {
        var peaks = new byte[BitOperations.PopCount((ulong)Size) * Length];
        var at = 0;
        for (var level = Levels - 1; level >= 0; level--)
        {
            if (HasPeak(level))
            {
                At(level).CopyTo(peaks.AsSpan(at));
                at += Length;
            }
        }

        return peaks;
    }

    /// <summary>The same tree, to go on from here in another way.</summary>
    public MerkleFrontier Copy()
    {
        var copy = new MerkleFrontier(Size);
        last.CopyTo(copy.last, 0);
        return copy;
    }

    private void Complete(int level, Span<byte> hash)
    {
        var left = At(level);
        while (HasPeak(level))
        {
            TreeHash.Node(left, hash, node);
            hash.CopyTo(left);
            node.CopyTo(hash);
            level++;
            left = At(level);
        }

        hash.CopyTo(left);
    }

    private bool HasPeak(int level) => ((Size >> level) & 1) == 1;

    private Span<byte> At(int level) => last.AsSpan(level * Length, Length);
}
