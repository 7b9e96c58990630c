using System.Buffers.Binary;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Ledger;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// Makes what only the holder of a round's own key can make of its ballots, their leaves above all. The salt of a commitment is HMAC-SHA-256
/// of the ballot's place and the random part of its receipt code under that key: as unguessable as stored random bytes and no dearer to keep.
/// </summary>
internal sealed class BallotSeal(SubBudgetId subBudget, byte[] saltKey)
{
    private const int PlaceLength = 2 + 8 + 8;

    private readonly KeyedHash _keyed = new(saltKey);

    public void Salt(LedgerEntry entry, Span<byte> salt)
    {
        Span<byte> place = stackalloc byte[PlaceLength];
        BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)entry.Shard);
        BinaryPrimitives.WriteInt64BigEndian(place[2..], entry.Seq);
        BinaryPrimitives.WriteUInt64BigEndian(place[10..], entry.Check);
        _keyed.Hash(place, [], salt);
    }

    /// <summary>
    /// By which the store tells whether a repeated key comes with the same choices, cut to 8 bytes. Under the key, so that nobody can look for
    /// two ballots that it takes for one.
    /// </summary>
    public void Digest(ReadOnlySpan<byte> choices, Span<byte> digest)
    {
        // No place begins like this: there are not that many shards.
        _keyed.Hash("mb1-same"u8, choices, digest);
    }

    public void Leaf(LedgerEntry entry, Span<byte> leaf)
    {
        if (entry.IsGap)
        {
            LogEntry.HashGap(subBudget, entry.Shard, entry.Seq, leaf);
            return;
        }

        Span<byte> salt = stackalloc byte[Commitment.SaltLength];
        Span<byte> commitment = stackalloc byte[MerkleTree.HashLength];
        Salt(entry, salt);
        Commitment.Of(salt, entry.Choices, commitment);
        LogEntry.HashBallot(commitment, subBudget, entry.Shard, entry.Seq, leaf);
    }
}
