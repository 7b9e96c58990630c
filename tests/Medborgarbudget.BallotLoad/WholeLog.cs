using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.BallotLoad;

/// <summary>A whole log cut into its tiles at once: what made-up votes publish, and what tiles that grew are held against.</summary>
public static class WholeLog
{
    /// <summary>Every tile, level by level.</summary>
    /// <param name="leaves">Leaf hashes, 32 bytes each.</param>
    public static IEnumerable<(Tile Tile, byte[] Hashes)> Tiles(byte[] leaves)
    {
        for (var (level, hashes) = (0, leaves); hashes.Length > 0; level++)
        {
            var above = new List<byte>();
            for (var at = 0; at < hashes.Length; at += LogTiles.FullLength)
            {
                var tile = hashes[at..Math.Min(hashes.Length, at + LogTiles.FullLength)];
                yield return (new Tile(level, at / LogTiles.FullLength, tile.Length / MerkleTree.HashLength), tile);
                if (tile.Length == LogTiles.FullLength)
                {
                    var root = new byte[MerkleTree.HashLength];
                    LogTiles.RootOf(tile, root);
                    above.AddRange(root);
                }
            }

            hashes = [.. above];
        }
    }
}
