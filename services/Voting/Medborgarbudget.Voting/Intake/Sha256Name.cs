using System.Buffers.Binary;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting.Intake;

/// <summary>SHA-256 as a key of a dictionary.</summary>
internal readonly record struct Sha256Name
{
    private readonly UInt128 _high;
    private readonly UInt128 _low;

    /// <param name="hash">32 bytes.</param>
    public Sha256Name(ReadOnlySpan<byte> hash) => (_high, _low) = (
        BinaryPrimitives.ReadUInt128BigEndian(hash),
        BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    public static Sha256Name Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        ShortHash.Sha256(bytes, hash);
        return new Sha256Name(hash);
    }

    /// <summary>Any part of the hash is as good as another.</summary>
    public override int GetHashCode() => unchecked((int)(uint)_low);
}
