using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// Ballots that are acknowledged together: a small tree of RFC 9162 §2.1 over their receipts, so that one signature answers them all. The
/// same object serves batch after batch; it allocates a signature a batch and a path a receipt. Not safe for several threads.
/// </summary>
public sealed class ReceiptBatch
{
    /// <summary>As many as are ever acknowledged together.</summary>
    public const int Most = 256;

    private const int Length = MerkleTree.HashLength;

    // The rows of the tree, the leaves first: 256 + 128 + … + 1.
    private readonly byte[] rows = new byte[2 * Most * Length];
    private ImmutableArray<byte> signature = [];

    /// <summary>How many receipts are in the batch.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a receipt and gives its index.</summary>
    /// <param name="leaf">The ballot's leaf in the log.</param>
    /// <param name="hour">Since 1970.</param>
    public int Add(ReadOnlySpan<byte> leaf, uint hour, AcknowledgementLevel level)
    {
        if (!signature.IsEmpty || Count == Most)
        {
            throw new InvalidOperationException("The batch is signed or full.");
        }

        ReceiptProof.HashEntry(leaf, hour, level, rows.AsSpan(Count * Length));
        return Count++;
    }

    /// <summary>Builds the tree and signs its root.</summary>
    public void Sign(ECDsa key)
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

        signature = [.. ReceiptProof.SignRoot(key, rows.AsSpan(row * Length, Length))];
    }

    /// <summary>What one of the receipts proves itself with; after <see cref="Sign"/>.</summary>
    public ReceiptProof ProofOf(int index)
    {
        if (signature.IsEmpty)
        {
            throw new InvalidOperationException("The batch is not signed.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        Span<byte> path = stackalloc byte[8 * Length];
        var (row, width, node, hashes) = (0, Count, index, 0);
        for (; width > 1; width = (width + 1) / 2)
        {
            if ((node ^ 1) < width)
            {
                rows.AsSpan((row + (node ^ 1)) * Length, Length).CopyTo(path[(hashes++ * Length)..]);
            }

            (row, node) = (row + width, node / 2);
        }

        return new ReceiptProof(signature, index, Count, [.. path[..(hashes * Length)]]);
    }

    /// <summary>Begins the next batch.</summary>
    public void Clear() => (Count, signature) = (0, []);

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
                MerkleTree.HashNode(left, from.Slice((node + 1) * Length, Length), parent);
            }
            else
            {
                left.CopyTo(parent);
            }
        }
    }
}

/// <summary>The proof that the system acknowledged a ballot: the signature of its batch and the way from the receipt to the signed root.</summary>
/// <param name="Index">The receipt's place in the batch.</param>
/// <param name="Size">Receipts in the batch.</param>
/// <param name="Path">The inclusion proof of RFC 9162 §2.1.3.1, hashes joined.</param>
public sealed record ReceiptProof(ImmutableArray<byte> Signature, int Index, int Size, ImmutableArray<byte> Path)
{
    private const int EntryLength = 11 + MerkleTree.HashLength + 4 + 1;

    /// <summary>Whether the log's key said that this ballot was acknowledged, in that hour, at that level.</summary>
    public bool Verify(ECDsa key, ReadOnlySpan<byte> leaf, uint hour, AcknowledgementLevel level)
    {
        if (leaf.Length != MerkleTree.HashLength || Size < 1 || Path.Length % MerkleTree.HashLength != 0)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        HashEntry(leaf, hour, level, hash);
        return TryRoot(hash, out var root) && LogSignature.Verify(key, Message(root), Signature.AsSpan());
    }

    internal static byte[] SignRoot(ECDsa key, ReadOnlySpan<byte> root) => LogSignature.Sign(key, Message(root));

    internal static void HashEntry(ReadOnlySpan<byte> leaf, uint hour, AcknowledgementLevel level, Span<byte> hash)
    {
        Span<byte> entry = stackalloc byte[EntryLength];
        "mb1-receipt"u8.CopyTo(entry);
        leaf[..MerkleTree.HashLength].CopyTo(entry[11..]);
        BinaryPrimitives.WriteUInt32BigEndian(entry[(11 + MerkleTree.HashLength)..], hour);
        entry[^1] = (byte)level;
        MerkleTree.HashLeaf(entry, hash);
    }

    private static byte[] Message(ReadOnlySpan<byte> root) => [.. "mb1-batch"u8, .. root];

    /// <summary>The root that the path leads to; false when no path of a tree of that size looks like it.</summary>
    private bool TryRoot(ReadOnlySpan<byte> hash, out byte[] root)
    {
        root = hash.ToArray();
        if (Index < 0 || Index >= Size)
        {
            return false;
        }

        var path = Path.AsSpan();
        for (var (node, width) = (Index, Size); width > 1; (node, width) = (node / 2, (width + 1) / 2))
        {
            if ((node ^ 1) >= width)
            {
                continue;
            }

            if (path.IsEmpty)
            {
                return false;
            }

            if ((node & 1) == 1)
            {
                MerkleTree.HashNode(path, root, root);
            }
            else
            {
                MerkleTree.HashNode(root, path, root);
            }

            path = path[MerkleTree.HashLength..];
        }

        return path.IsEmpty;
    }
}
