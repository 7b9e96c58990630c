using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// The tiles that a log is published in: a tile of level 0 has 256 leaf hashes, one of level n the roots of 256 full tiles of level
/// n − 1. Only the last tile of a level may be shorter, and a full one never changes. Proofs of RFC 9162 §2.1 are read from a few of them.
/// </summary>
public static class LogTiles
{
    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 256;

    /// <summary>Levels of the tree in one of the tiles.</summary>
    public const int LevelsInTile = 8;

    /// <summary>Bytes of a full tile.</summary>
    public const int FullLength = Width * MerkleTree.HashLength;

    /// <summary>Gives the first <paramref name="width"/> hashes of a tile, or more of them.</summary>
    public delegate ReadOnlySpan<byte> Reader(int level, long index, int width);

    /// <summary>How many levels a log of that size has tiles of.</summary>
    public static int Levels(long size)
    {
        var levels = 0;
        for (; size > 0; size >>= LevelsInTile)
        {
            levels++;
        }

        return levels;
    }

    /// <summary>How many hashes a level has.</summary>
    public static long Hashes(long size, int level) => size >> (LevelsInTile * level);

    /// <summary>How many tiles a level has, a shorter last one with them.</summary>
    public static long Count(long size, int level) => (Hashes(size, level) + Width - 1) / Width;

    /// <summary>How many hashes a tile has: 256, fewer in the last of its level, 0 where there is none.</summary>
    public static int WidthOf(long size, int level, long index) =>
        (int)Math.Clamp(Hashes(size, level) - (index * Width), 0, Width);

    /// <summary>The tiles that a log has when it has grown from one size to another, those that only became wider with them.</summary>
    public static IEnumerable<Tile> Between(long from, long to)
    {
        for (var level = 0; level < Levels(to); level++)
        {
            for (var index = Hashes(from, level) / Width; index < Count(to, level); index++)
            {
                yield return new Tile(level, index, WidthOf(to, level, index));
            }
        }
    }

    /// <summary>Every tile of a log of that size.</summary>
    public static IEnumerable<Tile> All(long size) => Between(0, size);

    /// <summary>The root of a full tile: a hash of the level above.</summary>
    public static void RootOf(ReadOnlySpan<byte> tile, Span<byte> root)
    {
        if (tile.Length != FullLength)
        {
            throw new ArgumentException("Only a full tile has a hash in the level above.", nameof(tile));
        }

        Span<byte> row = stackalloc byte[FullLength / 2];
        Fold(tile, row).CopyTo(root);
    }

    /// <summary>The root of a log, from the tiles of it that are needed.</summary>
    public static byte[] Root(Reader tiles, long size)
    {
        if (size == 0)
        {
            return MerkleTree.Root([]);
        }

        var root = new byte[MerkleTree.HashLength];
        MerkleTree.RangeRoot(Subtrees(tiles, size), 0, size, root);
        return root;
    }

    /// <summary>What <see cref="MerkleFrontier"/> goes on from.</summary>
    public static MerkleFrontier Frontier(Reader tiles, long size)
    {
        var subtrees = Subtrees(tiles, size);
        var frontier = new MerkleFrontier();
        Span<byte> root = stackalloc byte[MerkleTree.HashLength];
        for (var level = 62; level >= 0; level--)
        {
            if (((size >> level) & 1) == 1)
            {
                subtrees(level, frontier.Size >> level, root);
                frontier.AppendSubtree(level, root);
            }
        }

        return frontier;
    }

    /// <summary>The inclusion proof of a leaf, RFC 9162 §2.1.3.1.</summary>
    public static byte[] InclusionProof(Reader tiles, long index, long size) =>
        MerkleTree.InclusionProof(Subtrees(tiles, size), index, size);

    /// <summary>The consistency proof between two sizes, RFC 9162 §2.1.4.1.</summary>
    public static byte[] ConsistencyProof(Reader tiles, long first, long second) =>
        MerkleTree.ConsistencyProof(Subtrees(tiles, second), first, second);

    /// <summary>The roots of perfect subtrees, each from one tile.</summary>
    private static MerkleTree.Subtree Subtrees(Reader tiles, long size)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        return (level, index, root) =>
        {
            var (tileLevel, inTile) = Math.DivRem(level, LevelsInTile);
            var (tile, place) = Math.DivRem(index << inTile, Width);
            var width = WidthOf(size, tileLevel, tile);
            var hashes = tiles(tileLevel, tile, width);
            if (hashes.Length < width * MerkleTree.HashLength)
            {
                throw new InvalidDataException($"Tile {tileLevel}/{tile} is shorter than the log is long.");
            }

            var length = MerkleTree.HashLength << inTile;
            Span<byte> row = stackalloc byte[FullLength / 2];
            Fold(hashes.Slice((int)place * MerkleTree.HashLength, length), row).CopyTo(root);
        };
    }

    /// <summary>The root of a power of two of hashes; the row has room for half of them.</summary>
    private static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> hashes, Span<byte> row)
    {
        const int Pair = 2 * MerkleTree.HashLength;
        while (hashes.Length > MerkleTree.HashLength)
        {
            for (var at = 0; at < hashes.Length; at += Pair)
            {
                TreeHash.Node(hashes.Slice(at, MerkleTree.HashLength), hashes.Slice(at + MerkleTree.HashLength), row.Slice(at / 2));
            }

            hashes = row[..(hashes.Length / 2)];
        }

        return hashes;
    }
}

/// <summary>A tile by its place.</summary>
/// <param name="Width">How many hashes it has.</param>
public readonly record struct Tile(int Level, long Index, int Width)
{
    /// <summary>As it is published: tiles/{level}/{index}.</summary>
    public string Name => FormattableString.Invariant($"tiles/{Level}/{Index}");

    /// <summary>Bytes in it.</summary>
    public int Length => Width * MerkleTree.HashLength;
}
