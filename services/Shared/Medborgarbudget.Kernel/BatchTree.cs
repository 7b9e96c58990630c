namespace Medborgarbudget.Kernel;

/// <summary>
/// What is signed together: a small tree of RFC 9162 §2.1 over up to 256 entries, so that one signature stands for them all. The same object serves batch after
/// batch. What kind of thing an entry is, and what is signed beside the root, is the caller's to say; nothing of one kind may look like another. Not safe for
/// several threads.
/// </summary>
public sealed class BatchTree
{
    /// <summary>As many entries as are ever signed together.</summary>
    public const int Most = 256;

    private const int Length = TreeHash.Length;

    // The rows of the tree, the leaves first: 256 + 128 + … + 1.
    private readonly byte[] rows = new byte[2 * Most * Length];
    private bool isBuilt;

    /// <summary>How many entries are in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an entry and gives its index.</summary>
    public int Add(ReadOnlySpan<byte> entry)
    {
        if (isBuilt || Count == Most)
        {
            throw new InvalidOperationException("The batch is signed or full.");
        }

        TreeHash.Leaf(entry, rows.AsSpan(Count * Length));
        return Count++;
    }

    /// <summary>Builds the tree and gives its root; nothing can be added any more.</summary>
    public ReadOnlySpan<byte> Build()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("The batch is empty.");
        }

        var (row, width) = (0, Count);
        for (; width > 1; width = (width + 1) / 2)
        {
            FoldRow(row, width);
            row += width;
        }

        isBuilt = true;
        return rows.AsSpan(row * Length, Length);
    }

    /// <summary>The inclusion proof of RFC 9162 §2.1.3.1 of an entry, hashes joined; after <see cref="Build"/>.</summary>
    public byte[] PathOf(int index)
    {
        if (!isBuilt)
        {
            throw new InvalidOperationException("The batch is not signed.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        var path = new byte[PathLength(index, Count)];
        var (row, width, node, at) = (0, Count, index, 0);
        for (; width > 1; width = (width + 1) / 2)
        {
            if (HasNeighbour(node, width))
            {
                rows.AsSpan((row + (node ^ 1)) * Length, Length).CopyTo(path.AsSpan(at));
                at += Length;
            }

            (row, node) = (row + width, node / 2);
        }

        return path;
    }

    /// <summary>Begins the next batch.</summary>
    public void Clear() => (Count, isBuilt) = (0, false);

    /// <summary>Bytes in the path of an entry.</summary>
    /// <param name="index">From 0, below the size.</param>
    public static int PathLength(int index, int size)
    {
        var hashes = 0;
        for (var (node, width) = (index, size); width > 1; (node, width) = (node / 2, (width + 1) / 2))
        {
            hashes += HasNeighbour(node, width) ? 1 : 0;
        }

        return hashes * Length;
    }

    /// <summary>Writes the root that a path leads to from an entry; false when no path of an entry there looks like it.</summary>
    public static bool TryRoot(ReadOnlySpan<byte> entry, int index, int size, ReadOnlySpan<byte> path, Span<byte> root)
    {
        if (index < 0 || index >= size || path.Length != PathLength(index, size))
        {
            return false;
        }

        TreeHash.Leaf(entry, root);
        for (var (node, width) = (index, size); width > 1; (node, width) = (node / 2, (width + 1) / 2))
        {
            if (!HasNeighbour(node, width))
            {
                continue;
            }

            if ((node & 1) == 1)
            {
                TreeHash.Node(path, root, root);
            }
            else
            {
                TreeHash.Node(root, path, root);
            }

            path = path[Length..];
        }

        return true;
    }

    /// <summary>A last one of a row may have none.</summary>
    private static bool HasNeighbour(int node, int width) => (node ^ 1) < width;

    /// <summary>Pairs a row into the next; a last one without a neighbour rises as it is, which gives the tree of RFC 9162 §2.1.1.</summary>
    private void FoldRow(int row, int width)
    {
        var from = rows.AsSpan(row * Length, width * Length);
        var to = rows.AsSpan((row + width) * Length);
        for (var node = 0; node < width; node += 2)
        {
            var left = from.Slice(node * Length, Length);
            var parent = to.Slice(node / 2 * Length, Length);
            if (node + 1 < width)
            {
                TreeHash.Node(left, from.Slice((node + 1) * Length, Length), parent);
            }
            else
            {
                left.CopyTo(parent);
            }
        }
    }
}
