using System.Buffers;
using System.Buffers.Binary;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// A ballot with what opens its commitment, as auditors get it: a view of the bytes of one record, which lives as long as they do. Never
/// published.
/// </summary>
public readonly ref struct SealedBallot
{
    internal const int FixedLength = 8 + Pseudonym.Length + 4 + 4 + Commitment.SaltLength + 2;

    private readonly ReadOnlySpan<byte> record;

    internal SealedBallot(ReadOnlySpan<byte> record) => this.record = record;

    /// <summary>Place in the shard's sequence, from 1.</summary>
    public ulong Sequence => BinaryPrimitives.ReadUInt64BigEndian(record);

    /// <summary>The voter's pseudonym.</summary>
    public ReadOnlySpan<byte> Voter => record.Slice(8, Pseudonym.Length);

    /// <summary>The voter's first ballot is 1; the highest counts.</summary>
    public uint Version => BinaryPrimitives.ReadUInt32BigEndian(record[24..]);

    /// <summary>Since 1970.</summary>
    public uint Hour => BinaryPrimitives.ReadUInt32BigEndian(record[28..]);

    public ReadOnlySpan<byte> Salt => record.Slice(32, Commitment.SaltLength);

    /// <summary>In the form of <see cref="Ballot.Bytes"/>.</summary>
    public ReadOnlySpan<byte> Choices => record[FixedLength..];

    /// <summary>Bytes in the record.</summary>
    public int Length => record.Length;

    internal static int LengthOf(ReadOnlySpan<byte> start) => FixedLength + (2 * BinaryPrimitives.ReadUInt16BigEndian(start[(FixedLength - 2)..]));
}

/// <summary>The sealed ballots of a shard, record after record.</summary>
public static class SealedBallots
{
    /// <summary>Reads the record that bytes begin with; false when they do not hold a whole one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SealedBallot ballot)
    {
        var isWhole = bytes.Length >= SealedBallot.FixedLength && bytes.Length >= SealedBallot.LengthOf(bytes);
        ballot = isWhole ? new SealedBallot(bytes[..SealedBallot.LengthOf(bytes)]) : default;
        return isWhole;
    }

    /// <summary>Writes one record.</summary>
    /// <param name="choices">In the form of <see cref="Ballot.Bytes"/>.</param>
    public static void Write(
        IBufferWriter<byte> to, long sequence, ReadOnlySpan<byte> voter, uint version, uint hour, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> choices)
    {
        ArgumentNullException.ThrowIfNull(to);
        if (voter.Length != Pseudonym.Length || salt.Length != Commitment.SaltLength || choices.Length % 2 != 0)
        {
            throw new ArgumentException("A pseudonym has 16 bytes, a salt 32, a choice two.", nameof(voter));
        }

        var length = SealedBallot.FixedLength + choices.Length;
        var record = to.GetSpan(length);
        BinaryPrimitives.WriteUInt64BigEndian(record, (ulong)sequence);
        voter.CopyTo(record[8..]);
        BinaryPrimitives.WriteUInt32BigEndian(record[24..], version);
        BinaryPrimitives.WriteUInt32BigEndian(record[28..], hour);
        salt.CopyTo(record[32..]);
        BinaryPrimitives.WriteUInt16BigEndian(record[64..], (ushort)(choices.Length / 2));
        choices.CopyTo(record[SealedBallot.FixedLength..]);
        to.Advance(length);
    }
}

/// <summary>Reads the sealed ballots of a shard from a stream, which is left open, without an object a ballot.</summary>
public sealed class SealedBallotReader(Stream stream)
{
    private const int LongestRecord = SealedBallot.FixedLength + (2 * ushort.MaxValue);

    private readonly byte[] window = new byte[2 * LongestRecord];
    private int start;
    private int end;
    private int lastLength;

    /// <summary>Where the record that was read last begins, in bytes from the start.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes after the last whole record, once reading has ended: not 0 when the file is cut or a length in it is changed.</summary>
    public int Rest => end - start;

    /// <summary>Reads the next record; false when no whole one is left. It is overwritten by the next.</summary>
    public bool TryRead(out SealedBallot ballot)
    {
        Position += lastLength;
        lastLength = 0;
        ballot = default;
        if (!Has(SealedBallot.FixedLength) || !Has(SealedBallot.LengthOf(window.AsSpan(start))))
        {
            return false;
        }

        lastLength = SealedBallot.LengthOf(window.AsSpan(start));
        ballot = new SealedBallot(window.AsSpan(start, lastLength));
        start += lastLength;
        return true;
    }

    private bool Has(int length)
    {
        if (end - start >= length)
        {
            return true;
        }

        window.AsSpan(start, end - start).CopyTo(window);
        (start, end) = (0, end - start);
        end += stream.ReadAtLeast(window.AsSpan(end), length - end, throwOnEndOfStream: false);
        return end >= length;
    }
}
