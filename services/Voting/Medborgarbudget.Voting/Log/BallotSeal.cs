using System.Buffers.Binary;
using System.Security.Cryptography;
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

    // Kept for the next ballot: to begin with a key costs three times what the hash itself costs.
    [ThreadStatic]
    private static (byte[] Key, IncrementalHash Hash) _keyed;

    public void Salt(LedgerEntry entry, Span<byte> salt)
    {
        Span<byte> place = stackalloc byte[PlaceLength];
        BinaryPrimitives.WriteUInt16BigEndian(place, (ushort)entry.Shard);
        BinaryPrimitives.WriteInt64BigEndian(place[2..], entry.Seq);
        BinaryPrimitives.WriteUInt64BigEndian(place[10..], entry.Check);
        var hash = Keyed();
        hash.AppendData(place);
        hash.GetHashAndReset(salt);
    }

    /// <summary>
    /// By which the store tells whether a repeated key comes with the same choices, cut to 8 bytes. Under the key, so that nobody can look for
    /// two ballots that it takes for one.
    /// </summary>
    public void Digest(ReadOnlySpan<byte> choices, Span<byte> digest)
    {
        // No place begins like this: there are not that many shards.
        var hash = Keyed();
        hash.AppendData("mb1-same"u8);
        hash.AppendData(choices);
        hash.GetHashAndReset(digest);
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

    private IncrementalHash Keyed()
    {
        // By content: a round that is read again brings the same key in other bytes.
        if (_keyed.Hash is null || !_keyed.Key.AsSpan().SequenceEqual(saltKey))
        {
            _keyed.Hash?.Dispose();
            _keyed = (saltKey, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, saltKey));
        }

        return _keyed.Hash;
    }
}
