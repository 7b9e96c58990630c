using System.Diagnostics;
using System.Security.Cryptography;
using CsCheck;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Tests.Domain.Log;

/// <summary>V2: proofs and roots read from tiles.</summary>
public sealed class LogTilesTests
{
    private static readonly Gen<int> Sizes = Gen.OneOf(Gen.Int[1, 700], Gen.Int[65_400, 66_200], Gen.OneOf(Gen.Const(255), Gen.Const(256), Gen.Const(257), Gen.Const(512), Gen.Const(65_536)));

    [Fact]
    public void V2_Roots_and_proofs_from_tiles_are_those_from_all_leaves() =>
        Gen.Select(Sizes, Gen.Double[0, 1]).Sample((size, part) =>
        {
            var leaves = RandomNumberGenerator.GetBytes(32 * size);
            var tiles = new TileStore(leaves);
            var index = (int)(part * (size - 1));

            LogTiles.Root(tiles.Read, size).ShouldBe(MerkleTree.Root(leaves));
            LogTiles.Frontier(tiles.Read, size).Peaks().ShouldBe(FrontierOf(leaves).Peaks());
            LogTiles.InclusionProof(tiles.Read, index, size).ShouldBe(MerkleTree.InclusionProof(leaves, index));
            LogTiles.ConsistencyProof(tiles.Read, index, size).ShouldBe(MerkleTree.ConsistencyProof(leaves, index));
        }, iter: 25);

    [Fact]
    public void V2_A_proof_in_a_large_log_touches_few_tiles()
    {
        const int Size = 200_000;
        var leaves = RandomNumberGenerator.GetBytes(32 * Size);
        var tiles = new TileStore(leaves);

        MerkleTree.VerifyInclusion(
            leaves.AsSpan(32 * 123_456, 32), 123_456, Size, LogTiles.InclusionProof(tiles.Read, 123_456, Size), MerkleTree.Root(leaves)).ShouldBeTrue();
        tiles.Touched.ShouldBeLessThanOrEqualTo(5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(255, 1)]
    [InlineData(256, 2)]
    [InlineData(65_535, 2)]
    [InlineData(65_536, 3)]
    [InlineData(8_196_423, 3)]
    public void V2_A_log_has_levels_while_there_are_hashes(long size, int levels) => LogTiles.Levels(size).ShouldBe(levels);

    [Fact]
    public void V2_Only_the_last_tile_of_a_level_is_shorter()
    {
        LogTiles.All(600).ShouldBe([new(0, 0, 256), new(0, 1, 256), new(0, 2, 88), new(1, 0, 2)]);
        LogTiles.All(0).ShouldBeEmpty();
        LogTiles.WidthOf(600, 0, 3).ShouldBe(0);
        new Tile(1, 17, 3).Name.ShouldBe("tiles/1/17");
    }

    [Fact]
    public void V2_Growing_touches_new_and_widened_tiles_only()
    {
        LogTiles.Between(600, 768).ShouldBe([new(0, 2, 256), new(1, 0, 3)]);
        LogTiles.Between(512, 513).ShouldBe([new(0, 2, 1), new(1, 0, 2)]);
        LogTiles.Between(65_535, 65_536).Select(tile => (tile.Level, tile.Index)).ShouldBe([(0, 255), (1, 0), (2, 0)]);
    }

    [Fact]
    public void V2_A_tile_that_is_too_short_is_told()
    {
        var tiles = new TileStore(RandomNumberGenerator.GetBytes(32 * 300));
        Should.Throw<InvalidDataException>(() => LogTiles.Root((level, index, width) => tiles.Read(level, index, width)[..^32], 300));
    }

    [Fact]
    public void V2_A_frontier_takes_leaves_faster_than_any_vote_brings_them()
    {
        // An idle core takes ten times as many; other tests run beside this one.
        const int Leaves = 400_000;
        var tile = RandomNumberGenerator.GetBytes(LogTiles.FullLength);
        var frontier = new MerkleFrontier();
        var watch = Stopwatch.StartNew();
        while (frontier.Size < Leaves)
        {
            frontier.Append(tile);
        }

        var perSecond = frontier.Size / watch.Elapsed.TotalSeconds;
        TestContext.Current.SendDiagnosticMessage("{0:N0} leaves a second", perSecond);
        perSecond.ShouldBeGreaterThan(150_000);
    }

    private static MerkleFrontier FrontierOf(byte[] leaves)
    {
        var frontier = new MerkleFrontier();
        frontier.Append(leaves);
        return frontier;
    }

    /// <summary>All tiles of some leaves, made as a log makes them, and how many different ones were read.</summary>
    private sealed class TileStore
    {
        private readonly Dictionary<(int Level, long Index), byte[]> tiles = [];
        private readonly HashSet<(int Level, long Index)> touched = [];

        public TileStore(byte[] leaves)
        {
            foreach (var (tile, hashes) in WholeLog.Tiles(leaves))
            {
                tiles.Add((tile.Level, tile.Index), hashes);
            }
        }

        public int Touched => touched.Count;

        public ReadOnlySpan<byte> Read(int level, long index, int width)
        {
            touched.Add((level, index));
            return tiles[(level, index)].AsSpan(0, width * 32);
        }
    }
}
