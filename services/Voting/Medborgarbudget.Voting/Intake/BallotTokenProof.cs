using System.Buffers.Binary;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// How a ballot token proves that Identity signed it, as docs/ballot-token.md says: its place among the tokens that were signed together, the path from it to their
/// root, and the signature.
/// </summary>
internal readonly ref struct BallotTokenProof
{
    private const int PathStart = 2;

    private readonly int _index;
    private readonly int _size;
    private readonly ReadOnlySpan<byte> _path;

    private BallotTokenProof(int index, int size, ReadOnlySpan<byte> path, ReadOnlySpan<byte> signature)
    {
        (_index, _size) = (index, size);
        _path = path;
        Signature = signature;
    }

    /// <summary>What is left behind the path; the key says whether it has the right length.</summary>
    public ReadOnlySpan<byte> Signature { get; }

    /// <summary>False when it names no place or has no room for the path from there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out BallotTokenProof proof)
    {
        proof = default;
        if (bytes.Length < PathStart)
        {
            return false;
        }

        var (index, size) = (bytes[0], bytes[1] + 1);
        if (index >= size || bytes.Length < PathStart + BatchTree.PathLength(index, size))
        {
            return false;
        }

        var signature = PathStart + BatchTree.PathLength(index, size);
        proof = new BallotTokenProof(index, size, bytes[PathStart..signature], bytes[signature..]);
        return true;
    }

    /// <summary>True for a token that was signed for itself: nobody else comes with its signature.</summary>
    public bool IsAlone => _size == 1;

    /// <summary>What must have been signed, if the token is one of those: their number and their root. Null when there is no such path.</summary>
    /// <param name="text">Header and payload with the dot between them.</param>
    public byte[]? Message(ReadOnlySpan<byte> text)
    {
        Span<byte> root = stackalloc byte[TreeHash.Length];
        if (!BatchTree.TryRoot([.. "mb1-ballot-token"u8, .. text], _index, _size, _path, root))
        {
            return null;
        }

        Span<byte> size = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(size, (ushort)_size);
        return [.. "mb1-token-batch"u8, .. size, .. root];
    }
}
