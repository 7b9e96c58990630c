using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Log;

/// <summary>Heads and tiles of a log that grows in uneven steps are those of the whole tree.</summary>
public sealed class LogGrowthTests
{
    private static readonly SubBudgetId SubBudget = SubBudgetId.From(Guid.Parse("7d7b5f4e-6a3c-4f7e-9b57-0d3b7a3f2c11"));
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 254, 1, 1, 255, 256, 512, 3)]
    [InlineData(65_535, 1, 1)]
    [InlineData(300, 65_500, 70_000)]
    public async Task Tiles_of_every_level_are_those_of_the_tree(params int[] steps)
    {
        var tiles = new Dictionary<(int Level, long Number), byte[]>();
        byte[] leaves = [.. Enumerable.Range(0, steps.Sum() * MerkleTree.HashLength).Select(i => (byte)(((i * 2_654_435_761L) >> 13) & 0xFF))];
        var (size, head, peaks) = (0, default(TreeHead), default(byte[]));
        foreach (var step in steps)
        {
            var growth = new LogGrowth(new BallotSeal(SubBudget, new byte[32]), head, peaks);
            Take(growth, leaves, size, step);
            size += step;
            head = growth.Head(SubBudget, Now);
            peaks = growth.Peaks();
            foreach (var tile in await growth.TilesAsync((level, number) => Task.FromResult(tiles[(level, number)])))
            {
                tile.IsNew.ShouldBe(!tiles.ContainsKey((tile.Level, tile.Number)));
                tiles[(tile.Level, tile.Number)] = tile.Hashes;
            }

            head.Root.ToArray().ShouldBe(MerkleTree.Root(leaves.AsSpan(0, size * MerkleTree.HashLength)));
            Read(tiles).ShouldBe(Cut(leaves.AsSpan(0, size * MerkleTree.HashLength)));
        }
    }

    /// <summary>The manifest first, then ballots of one shard.</summary>
    private static void Take(LogGrowth growth, byte[] leaves, int size, int step)
    {
        var ballots = new FreshLeaves.Leaves();
        for (var i = size; i < size + step; i++)
        {
            var leaf = leaves[(i * MerkleTree.HashLength)..((i + 1) * MerkleTree.HashLength)];
            if (i == 0)
            {
                growth.Append(leaf);
            }
            else
            {
                ballots.Add(0, i, leaf);
            }
        }

        growth.Take(ballots, 0, int.MaxValue);
    }

    private static List<(Tile Place, string Hashes)> Read(Dictionary<(int Level, long Number), byte[]> tiles) =>
        [.. tiles.OrderBy(tile => tile.Key)
            .Select(tile => (new Tile(tile.Key.Level, tile.Key.Number, tile.Value.Length / MerkleTree.HashLength), Convert.ToHexString(tile.Value)))];

    private static List<(Tile Place, string Hashes)> Cut(ReadOnlySpan<byte> leaves) =>
        [.. WholeLog.Tiles(leaves.ToArray()).Select(tile => (tile.Tile, Convert.ToHexString(tile.Hashes)))];
}
