using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>
/// Goes once through the leaves and holds the root at the size of each head against the head, and each tile against the level above. Where
/// something differs, the heads that follow tell which of the files is wrong, and the way goes on past it.
/// </summary>
internal sealed class TreeCheck(PublishedFolder folder, IReadOnlyList<CheckedHead> heads, FaultList faults, VerifyProgress progress)
{
    private readonly long size = heads.Count > 0 ? heads[^1].Head.Size : 0;
    private readonly TreeReadings readings = new();
    private readonly List<CheckedHead> misfits = [];
    private readonly List<long> doubted = [];
    private readonly List<byte[]> tileRoots = [];
    private readonly Dictionary<long, byte[]> aboveOf = [];
    private long agreed;
    private int next;
    private int settledTiles;

    public void Run(CancellationToken cancellationToken)
    {
        var above = new UpperTiles(folder, size, faults);
        for (var index = 0L; index < LogTiles.Count(size, 0); index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var tile = new Tile(0, index, LogTiles.WidthOf(size, 0, index));
            var hashes = ReadWhole(tile);
            if (!TryTake(tile, hashes, above.HashOf(index)))
            {
                Add(tile, $"the {size - (index * LogTiles.Width)} leaves from here on cannot be checked without it");
                break;
            }

            progress.Add(tile.Length);
        }

        TellUnsettled();
        above.Check(tileRoots);
    }

    /// <summary>The hashes of a tile if its file has all of them; more or fewer bytes are a fault.</summary>
    private ReadOnlyMemory<byte> ReadWhole(Tile tile)
    {
        var hashes = folder.Read(tile);
        if (hashes.Length != tile.Length)
        {
            faults.Add(new Fault(tile.Name, hashes.Length == 0 ? "it is not there" : $"it has {hashes.Length} bytes, not {tile.Length}")
            {
                Bytes = Fault.Range(Math.Min(hashes.Length, tile.Length), Math.Abs(hashes.Length - tile.Length)),
                Leaves = (tile.Index * LogTiles.Width, (tile.Index * LogTiles.Width) + tile.Width - 1),
            });
        }

        return hashes.Length >= tile.Length ? hashes.AsMemory(0, tile.Length) : default;
    }

    private bool TryTake(Tile tile, ReadOnlyMemory<byte> hashes, ReadOnlyMemory<byte> above)
    {
        var end = (tile.Index * LogTiles.Width) + tile.Width;
        if (!hashes.IsEmpty)
        {
            Take(tile, hashes, above);
            return true;
        }

        if (above.IsEmpty)
        {
            return false;
        }

        readings.Skip(above.Span);
        tileRoots.Add(above.ToArray());
        while (next < heads.Count && heads[next].Head.Size < end)
        {
            next++;
        }

        CheckHeads(end);
        return true;
    }

    private void Take(Tile tile, ReadOnlyMemory<byte> hashes, ReadOnlyMemory<byte> above)
    {
        var before = above.IsEmpty ? [] : readings.Trees();
        var start = tile.Index * LogTiles.Width;
        var at = start;
        while (next < heads.Count && heads[next].Head.Size < start + tile.Width)
        {
            var to = heads[next].Head.Size;
            readings.Append(hashes.Span[(int)((at - start) * MerkleTree.HashLength)..(int)((to - start) * MerkleTree.HashLength)]);
            at = to;
            CheckHeads(at);
        }

        readings.Append(hashes.Span[(int)((at - start) * MerkleTree.HashLength)..]);
        if (tile.Width == LogTiles.Width)
        {
            tileRoots.Add(readings.LastTile().ToArray());
        }

        if (!above.IsEmpty && !readings.LastTile().SequenceEqual(above.Span))
        {
            readings.Doubt(tile.Index, before, above.Span);
            doubted.Add(tile.Index);
            aboveOf[tile.Index] = above.ToArray();
        }

        CheckHeads(start + tile.Width);
    }

    /// <summary>All heads of the size that is reached.</summary>
    private void CheckHeads(long reached)
    {
        for (; next < heads.Count && heads[next].Head.Size == reached; next++)
        {
            if (readings.TryKeep(heads[next].Head.Root.AsSpan()))
            {
                Settle(reached);
            }
            else
            {
                misfits.Add(heads[next]);
            }
        }
    }

    /// <summary>A head agrees: what was in doubt is known, and heads before it that did not agree were wrong or within a wrong tile.</summary>
    private void Settle(long reached)
    {
        foreach (var tile in readings.WrongTiles.Skip(settledTiles))
        {
            TellWrongTile(tile);
        }

        foreach (var head in misfits.Where(head => !readings.WrongTiles.Skip(settledTiles).Any(tile => IsInside(head, tile))))
        {
            faults.Add(new Fault(PublishedFolder.Heads, $"its root is not that of the first {head.Head.Size} leaves, and later heads agree with the leaves")
            {
                Line = head.Line,
                Leaves = (agreed, head.Head.Size - 1),
            });
        }

        settledTiles = readings.WrongTiles.Count;
        misfits.Clear();
        doubted.Clear();
        agreed = reached;
    }

    private void TellWrongTile(long index)
    {
        tileRoots[(int)index] = aboveOf[index];
        var start = index * LogTiles.Width;
        var from = heads.Where(head => head.Head.Size > start && head.Head.Size < start + LogTiles.Width)
            .TakeWhile(head => !misfits.Contains(head)).Select(head => head.Head.Size).Append(start).Max();
        var to = misfits.Where(head => IsInside(head, index)).Select(head => head.Head.Size).Append(start + LogTiles.Width).Min();
        TellLeaves(from, to, "these hashes are not those that the level above and the heads stand for");
    }

    private static bool IsInside(CheckedHead head, long tile) =>
        head.Head.Size > tile * LogTiles.Width && head.Head.Size < (tile + 1) * LogTiles.Width;

    /// <summary>What no later head decided.</summary>
    private void TellUnsettled()
    {
        if (misfits.Count > 0)
        {
            var first = misfits[0];
            var others = misfits.Count > 1 ? $" and {misfits.Count - 1} after it" : "";
            TellLeaves(agreed, first.Head.Size, $"with these hashes the root is not that of the head at line {first.Line} of {PublishedFolder.Heads}{others}");
        }

        foreach (var tile in doubted)
        {
            Add(new Tile(0, tile, LogTiles.Width), "it and the level above do not agree");
        }
    }

    /// <summary>A range of leaves, tile by tile when they are few, else from the first to the last.</summary>
    private void TellLeaves(long from, long to, string what)
    {
        for (var at = Math.Min(from, to - 1); at < to;)
        {
            var tile = at / LogTiles.Width;
            var end = Math.Min(to, (tile + 1) * LogTiles.Width);
            var row = at - (tile * LogTiles.Width);
            faults.Add(new Fault(new Tile(0, tile, 0).Name, what)
            {
                Bytes = Fault.Range(row * MerkleTree.HashLength, (end - at) * MerkleTree.HashLength),
                Leaves = (at, end - 1),
            });
            at = end;
        }
    }

    private void Add(Tile tile, string what) => faults.Add(new Fault(tile.Name, what)
    {
        Leaves = (tile.Index * LogTiles.Width, (tile.Index * LogTiles.Width) + tile.Width - 1),
    });
}
