using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Box;

/// <summary>What the store keeps of a cast beside its numbers, 36 bytes: key hash, digest of the choices, receipt check, channel, hour.</summary>
internal readonly record struct Mark(byte[] Bytes)
{
    public const int Length = 36;

    /// <summary>Of an idempotency key, in characters, which are ASCII.</summary>
    public const int LongestKey = 100;

    private const int KeyLength = 16;
    private const int DigestLength = 8;

    /// <summary>The channel lies in the highest byte of the hour, which hours do not need before the year 3884.</summary>
    private const int ChannelShift = 24;
    private const int HourMask = (1 << ChannelShift) - 1;

    public byte[] KeyHash => Bytes[..KeyLength];

    public ulong Check => BinaryPrimitives.ReadUInt64BigEndian(Bytes.AsSpan(KeyLength + DigestLength));

    public int Hour => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(Length - 4)) & HourMask;

    public BallotChannel Channel => (BallotChannel)Bytes[Length - 4];

    public static Mark Make(BallotSeal seal, byte[] keyHash, ReadOnlySpan<byte> choices, ulong check, int hour, BallotChannel channel)
    {
        var bytes = new byte[Length];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        seal.Digest(choices, digest);
        keyHash.CopyTo(bytes, 0);
        digest[..DigestLength].CopyTo(bytes.AsSpan(KeyLength));
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(KeyLength + DigestLength), check);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(Length - 4), ((int)channel << ChannelShift) | hour);
        return new Mark(bytes);
    }

    /// <summary>Two voters may send the same key; the hash is of both, so that it says nothing across voters.</summary>
    public static byte[] HashKey(ReadOnlySpan<byte> voter, string idempotencyKey)
    {
        Span<byte> bytes = stackalloc byte[Pseudonym.Length + LongestKey];
        voter.CopyTo(bytes);
        var length = voter.Length + Encoding.UTF8.GetBytes(idempotencyKey, bytes[voter.Length..]);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ShortHash.Sha256(bytes[..length], hash);
        return hash[..KeyLength].ToArray();
    }
}
