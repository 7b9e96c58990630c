using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// Ballots that are acknowledged together: a small tree over their receipts, so that one signature answers them all. The
/// same object serves batch after batch; it allocates a signature a batch and a path a receipt. Not safe for several threads.
/// </summary>
public sealed class ReceiptBatch
{
    /// <summary>As many as are ever acknowledged together.</summary>
    public const int Most = BatchTree.Most;

    private readonly BatchTree tree = new();
    private ImmutableArray<byte> signature = [];

    /// <summary>How many receipts are in the batch.</summary>
    public int Count => tree.Count;

    /// <summary>Adds a receipt and gives its index.</summary>
    /// <param name="leaf">The ballot's leaf in the log.</param>
    /// <param name="hour">Since 1970.</param>
    public int Add(ReadOnlySpan<byte> leaf, uint hour, AcknowledgementLevel level)
    {
        Span<byte> entry = stackalloc byte[ReceiptProof.EntryLength];
        ReceiptProof.WriteEntry(leaf, hour, level, entry);
        return tree.Add(entry);
    }

    /// <summary>Builds the tree and signs its root.</summary>
    public void Sign(ECDsa key) => signature = [.. ReceiptProof.SignRoot(key, tree.Build())];

    /// <summary>What one of the receipts proves itself with; after <see cref="Sign"/>.</summary>
    public ReceiptProof ProofOf(int index) => new(signature, index, Count, ImmutableCollectionsMarshal.AsImmutableArray(tree.PathOf(index)));

    /// <summary>Begins the next batch.</summary>
    public void Clear()
    {
        tree.Clear();
        signature = [];
    }
}

/// <summary>The proof that the system acknowledged a ballot: the signature of its batch and the way from the receipt to the signed root.</summary>
/// <param name="Index">The receipt's place in the batch.</param>
/// <param name="Size">Receipts in the batch.</param>
/// <param name="Path">The inclusion proof of RFC 9162 §2.1.3.1, hashes joined.</param>
public sealed record ReceiptProof(ImmutableArray<byte> Signature, int Index, int Size, ImmutableArray<byte> Path)
{
    internal const int EntryLength = 11 + MerkleTree.HashLength + 4 + 1;

    /// <summary>Whether the log's key said that this ballot was acknowledged, in that hour, at that level.</summary>
    public bool Verify(ECDsa key, ReadOnlySpan<byte> leaf, uint hour, AcknowledgementLevel level)
    {
        if (leaf.Length != MerkleTree.HashLength)
        {
            return false;
        }

        Span<byte> entry = stackalloc byte[EntryLength];
        WriteEntry(leaf, hour, level, entry);
        Span<byte> root = stackalloc byte[MerkleTree.HashLength];
        return BatchTree.TryRoot(entry, Index, Size, Path.AsSpan(), root) && LogSignature.Verify(key, Message(root), Signature.AsSpan());
    }

    internal static byte[] SignRoot(ECDsa key, ReadOnlySpan<byte> root) => LogSignature.Sign(key, Message(root));

    internal static void WriteEntry(ReadOnlySpan<byte> leaf, uint hour, AcknowledgementLevel level, Span<byte> entry)
    {
        "mb1-receipt"u8.CopyTo(entry);
        leaf[..MerkleTree.HashLength].CopyTo(entry[11..]);
        BinaryPrimitives.WriteUInt32BigEndian(entry[(11 + MerkleTree.HashLength)..], hour);
        entry[^1] = (byte)level;
    }

    private static byte[] Message(ReadOnlySpan<byte> root) => [.. "mb1-batch"u8, .. root];
}
