using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>The tiles above the leaves: each hash in them must be the root of a full tile below.</summary>
internal sealed class UpperTiles(PublishedFolder folder, long size, FaultList faults)
{
    private (long Index, byte[] Hashes) current = (-1, []);

    /// <summary>What level 1 says that the root of a tile of leaves is; empty where it has nothing to say.</summary>
    public ReadOnlyMemory<byte> HashOf(long tile)
    {
        var (index, row) = Math.DivRem(tile, LogTiles.Width);
        if (tile >= LogTiles.Hashes(size, 1))
        {
            return default;
        }

        if (current.Index != index)
        {
            current = (index, folder.Read(new Tile(1, index, 0)));
        }

        var at = (int)row * MerkleTree.HashLength;
        return at + MerkleTree.HashLength <= current.Hashes.Length ? current.Hashes.AsMemory(at, MerkleTree.HashLength) : default;
    }

    /// <summary>Holds every file against the roots of the tiles below, which were found right.</summary>
    /// <param name="roots">Of the full tiles of leaves, as many as could be read.</param>
    public void Check(List<byte[]> roots)
    {
        for (var level = 1; level < LogTiles.Levels(size); level++)
        {
            for (var index = 0L; index < LogTiles.Count(size, level); index++)
            {
                Check(new Tile(level, index, LogTiles.WidthOf(size, level, index)), roots);
            }

            roots = Above(roots);
        }
    }

    private static List<byte[]> Above(List<byte[]> roots)
    {
        var above = new List<byte[]>();
        foreach (var below in roots.Chunk(LogTiles.Width).Where(chunk => chunk.Length == LogTiles.Width))
        {
            var root = new byte[MerkleTree.HashLength];
            LogTiles.RootOf([.. below.SelectMany(hash => hash)], root);
            above.Add(root);
        }

        return above;
    }

    private void Check(Tile tile, List<byte[]> roots)
    {
        var hashes = folder.Read(tile);
        if (hashes.Length != tile.Length)
        {
            faults.Add(new Fault(tile.Name, hashes.Length == 0 ? "it is not there" : $"it has {hashes.Length} bytes, not {tile.Length}")
            {
                Bytes = Fault.Range(Math.Min(hashes.Length, tile.Length), Math.Abs(hashes.Length - tile.Length)),
            });
        }

        for (var row = 0; row < Math.Min(tile.Width, hashes.Length / MerkleTree.HashLength); row++)
        {
            var below = (tile.Index * LogTiles.Width) + row;
            var at = row * MerkleTree.HashLength;
            if (below < roots.Count && !hashes.AsSpan(at, MerkleTree.HashLength).SequenceEqual(roots[(int)below]))
            {
                faults.Add(new Fault(tile.Name, $"this hash is not the root of {new Tile(tile.Level - 1, below, 0).Name}")
                {
                    Bytes = Fault.Range(at, MerkleTree.HashLength),
                });
            }
        }
    }
}
