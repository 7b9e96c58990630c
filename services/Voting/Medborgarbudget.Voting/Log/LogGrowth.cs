using System.Buffers;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Ledger;

namespace Medborgarbudget.Voting.Log;

/// <summary>What comes to a log between two heads: leaves, how far each shard has come, and the tiles that are new or wider.</summary>
internal sealed class LogGrowth
{
    private readonly ArrayBufferWriter<byte> _leaves = new();

    // Of the tiles of level 1 and up, as the tree is hashed: the roots of tiles that have become full.
    private readonly List<ArrayBufferWriter<byte>> _above = [];
    private readonly BallotSeal _seal;
    private readonly MerkleFrontier _frontier;
    private readonly long _sizeBefore;

    /// <exception cref="InvalidDataException">The peaks are not those of the head.</exception>
    public LogGrowth(BallotSeal seal, TreeHead? last, byte[]? peaks)
    {
        _seal = seal;
        _sizeBefore = last?.Size ?? 0;
        _frontier = last is null ? new MerkleFrontier() : TreeAt(last, peaks);
        Ends = last is null ? new long[Slot.Shards] : [.. last.Ends];
    }

    /// <summary>The last sequence number of each shard that is in the log.</summary>
    public long[] Ends { get; }

    /// <summary>How many ballots and gaps have come.</summary>
    public int Taken { get; private set; }

    public bool IsEmpty => _leaves.WrittenCount == 0;

    /// <summary>The tree that a log goes on from. Nothing may be signed on another: that would be a second log of the same vote.</summary>
    /// <exception cref="InvalidDataException">The peaks are not those of the head.</exception>
    public static MerkleFrontier TreeAt(TreeHead head, byte[]? peaks)
    {
        var tree = MerkleFrontier.Restore(head.Size, peaks);
        return head.Root.AsSpan().SequenceEqual(tree.Root())
            ? tree
            : throw new InvalidDataException("The stored tree of a log is not that of its head.");
    }

    /// <summary>Takes in the next entry of its shard; false when a number before it is missing.</summary>
    public bool TryTake(LedgerEntry entry)
    {
        if (entry.Seq != Ends[entry.Shard] + 1)
        {
            return false;
        }

        _seal.Leaf(entry, _leaves.GetSpan(MerkleTree.HashLength)[..MerkleTree.HashLength]);
        _leaves.Advance(MerkleTree.HashLength);
        Ends[entry.Shard] = entry.Seq;
        Taken++;
        return true;
    }

    /// <summary>Takes in the leaves that are known of a shard, up to the first that is not.</summary>
    /// <param name="most">Of all shards.</param>
    public void Take(FreshLeaves.Leaves fresh, int shard, int most)
    {
        while (Taken < most && fresh.TryGet(shard, Ends[shard] + 1, _leaves.GetSpan(MerkleTree.HashLength)))
        {
            _leaves.Advance(MerkleTree.HashLength);
            Ends[shard]++;
            Taken++;
        }
    }

    public void Append(byte[] leaf) => _leaves.Write(leaf);

    /// <summary>The head after everything that was taken in.</summary>
    public TreeHead Head(SubBudgetId subBudget, DateTimeOffset now)
    {
        Grow(_leaves.WrittenSpan[(int)((_frontier.Size - _sizeBefore) * MerkleTree.HashLength)..]);
        return TreeHead.Of(subBudget, _frontier.Size, _frontier.Root(), now, Ends);
    }

    /// <summary>The complete subtrees at that head.</summary>
    public byte[] Peaks() => _frontier.Peaks();

    /// <summary>The tiles that are new or wider at that head than before, level by level.</summary>
    /// <param name="open">Reads the last tile of a level as it was before, where it was not full.</param>
    public async Task<IReadOnlyList<GrownTile>> TilesAsync(Func<int, long, Task<byte[]>> open)
    {
        var tiles = new List<GrownTile>();
        for (var level = 0; level <= _above.Count; level++)
        {
            var fresh = (level == 0 ? _leaves : _above[level - 1]).WrittenMemory;
            var before = LogTiles.Hashes(_sizeBefore, level);
            var (number, begun) = (before / LogTiles.Width, (int)(before % LogTiles.Width) * MerkleTree.HashLength);
            byte[] hashes = begun == 0 ? fresh.ToArray() : [.. (await open(level, number)).AsSpan(0, begun), .. fresh.Span];
            for (var at = 0; at < hashes.Length; at += LogTiles.FullLength, number++)
            {
                var tile = hashes[at..Math.Min(at + LogTiles.FullLength, hashes.Length)];
                tiles.Add(new GrownTile(level, number, tile, IsNew: at > 0 || begun == 0));
            }
        }

        return tiles;
    }

    private void Grow(ReadOnlySpan<byte> leaves)
    {
        while (!leaves.IsEmpty)
        {
            var left = (int)(LogTiles.Width - (_frontier.Size % LogTiles.Width)) * MerkleTree.HashLength;
            var some = leaves[..Math.Min(left, leaves.Length)];
            _frontier.Append(some);
            NoteFullTiles();
            leaves = leaves[some.Length..];
        }
    }

    private void NoteFullTiles()
    {
        for (var level = 1; _frontier.Size % (1L << (level * LogTiles.LevelsInTile)) == 0; level++)
        {
            if (_above.Count < level)
            {
                _above.Add(new ArrayBufferWriter<byte>());
            }

            _above[level - 1].Write(_frontier.LastSubtree(level * LogTiles.LevelsInTile));
        }
    }
}

/// <summary>A tile with what has come to it.</summary>
/// <param name="IsNew">Nothing was in it before.</param>
internal sealed record GrownTile(int Level, long Number, byte[] Hashes, bool IsNew);
