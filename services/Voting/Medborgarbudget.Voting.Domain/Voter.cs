using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>
/// A voter as Voting knows her: a pseudonym of 16 bytes that Identity made with a key of its own for one sub-budget. Not a person
/// id, and of no use anywhere else.
/// </summary>
public readonly struct Pseudonym : IEquatable<Pseudonym>
{
    /// <summary>Bytes in a pseudonym.</summary>
    public const int Length = 16;

    private readonly UInt128 _value;

    private Pseudonym(UInt128 value) => _value = value;

    /// <summary>Reads exactly 16 bytes.</summary>
    public static Pseudonym Read(ReadOnlySpan<byte> bytes) => bytes.Length == Length
        ? new Pseudonym(BinaryPrimitives.ReadUInt128BigEndian(bytes))
        : throw new ArgumentException("A pseudonym has 16 bytes.", nameof(bytes));

    public static bool operator ==(Pseudonym left, Pseudonym right) => left.Equals(right);

    public static bool operator !=(Pseudonym left, Pseudonym right) => !left.Equals(right);

    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, _value);
        return bytes;
    }

    public bool Equals(Pseudonym other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Pseudonym other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Deliberately says nothing: a pseudonym does not belong in a log.</summary>
    public override string ToString() => nameof(Pseudonym);
}

/// <summary>
/// Where a voter's ballot lies in the store: one of 64 shards, each with a sequence and a fence of its own, and in it one of at most
/// 1,024 small hashes. The numbers are part of the stored keys and never change; scaling out moves shards, not keys. With the whole
/// Swedish electorate in one round a hash holds 125 voters on average, so it stays in the store's compact form; a smaller electorate has
/// fewer hashes, since one that holds next to nobody costs more than what it holds.
/// </summary>
public readonly record struct Slot(int Shard, int Bucket)
{
    public const int Shards = 64;

    /// <summary>The most hashes of a shard.</summary>
    public const int Buckets = 1024;

    private const int VotersOfBucket = 32;

    /// <summary>How many hashes the shards of a round have: a power of two, so that every slot falls into one of them evenly.</summary>
    /// <param name="electorate">How many may vote; 0 when nobody knows.</param>
    public static int BucketsFor(long electorate) => electorate <= 0
        ? Buckets
        : (int)Math.Min(Buckets, (long)BitOperations.RoundUpToPowerOf2((ulong)(1 + ((electorate - 1) / (Shards * VotersOfBucket)))));

    public static Slot Of(Pseudonym voter)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ShortHash.Sha256(voter.ToBytes(), hash);
        return new Slot(hash[0] % Shards, ((hash[1] << 8) | hash[2]) % Buckets);
    }
}
