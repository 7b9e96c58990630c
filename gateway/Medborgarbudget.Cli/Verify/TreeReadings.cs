using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>
/// The readings of a log that are still possible. Usually one; where a tile of leaves and the tile above do not agree there are two, and the
/// next head tells which is right.
/// </summary>
internal sealed class TreeReadings
{
    private const int Most = 32;

    private List<Reading> readings = [new(new MerkleFrontier(), [])];

    /// <summary>The tiles, by index, whose leaves are wrong in the reading that is the likeliest so far.</summary>
    public IReadOnlyList<long> WrongTiles => readings[0].WrongTiles;

    /// <summary>Appends leaves to every reading.</summary>
    public void Append(ReadOnlySpan<byte> leaves)
    {
        foreach (var reading in readings)
        {
            reading.Frontier.Append(leaves);
        }
    }

    /// <summary>Remembers the trees before a tile, to be able to put another in its place.</summary>
    public List<MerkleFrontier> Trees() => [.. readings.Select(reading => reading.Frontier.Copy())];

    /// <summary>The root of the tile that was appended last.</summary>
    public ReadOnlySpan<byte> LastTile() => readings[0].Frontier.LastSubtree(LogTiles.LevelsInTile);

    /// <summary>The tile just appended may be wrong, and its hash in the level above right.</summary>
    /// <param name="before">The trees before it.</param>
    public void Doubt(long tile, List<MerkleFrontier> before, ReadOnlySpan<byte> above)
    {
        var others = new List<Reading>();
        for (var i = 0; i < before.Count && readings.Count + others.Count < Most; i++)
        {
            before[i].AppendSubtree(LogTiles.LevelsInTile, above);
            others.Add(new Reading(before[i], [.. readings[i].WrongTiles, tile]));
        }

        readings.AddRange(others);
    }

    /// <summary>The leaves of a tile are not there; only its hash in the level above is.</summary>
    public void Skip(ReadOnlySpan<byte> above)
    {
        foreach (var reading in readings)
        {
            reading.Frontier.AppendSubtree(LogTiles.LevelsInTile, above);
        }
    }

    /// <summary>Keeps the readings that have this root; false, and all are kept, when none has.</summary>
    public bool TryKeep(ReadOnlySpan<byte> root)
    {
        var right = new List<Reading>();
        Span<byte> own = stackalloc byte[MerkleTree.HashLength];
        foreach (var reading in readings)
        {
            reading.Frontier.Root(own);
            if (own.SequenceEqual(root))
            {
                right.Add(reading);
            }
        }

        if (right.Count == 0)
        {
            return false;
        }

        readings = right;
        return true;
    }

    private sealed record Reading(MerkleFrontier Frontier, IReadOnlyList<long> WrongTiles);
}
