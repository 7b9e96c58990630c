using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>The leaf hashes of a folder's log by their places. Tiles that were asked for stay in memory, 32 bytes a leaf.</summary>
internal sealed class LogLeaves(PublishedFolder folder, long size)
{
    private readonly Dictionary<long, byte[]> tiles = [];

    public long Size => size;

    /// <summary>The leaf at a place; empty where the file has none.</summary>
    public ReadOnlySpan<byte> this[long place]
    {
        get
        {
            var (index, row) = Math.DivRem(place, LogTiles.Width);
            if (!tiles.TryGetValue(index, out var tile))
            {
                tile = folder.Read(new Tile(0, index, LogTiles.WidthOf(size, 0, index)));
                tiles.Add(index, tile);
            }

            var at = (int)row * MerkleTree.HashLength;
            return at + MerkleTree.HashLength <= tile.Length ? tile.AsSpan(at, MerkleTree.HashLength) : default;
        }
    }

    /// <summary>The first place of a leaf, or null.</summary>
    public long? Find(ReadOnlySpan<byte> leaf)
    {
        for (var place = 0L; place < size; place++)
        {
            if (this[place].SequenceEqual(leaf))
            {
                return place;
            }
        }

        return null;
    }
}
