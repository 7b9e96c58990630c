using System.Buffers.Binary;
using System.Data.Common;

namespace Medborgarbudget.Voting.Ledger;

/// <summary>One version of one voter's ballot, as the store decided it.</summary>
/// <param name="Round">Number of the round.</param>
/// <param name="Seq">Place in the shard's sequence, from 1 without holes.</param>
/// <param name="Voter">The pseudonym.</param>
/// <param name="Version">From 1 for each voter; 0 is a gap, a number that nobody's ballot has.</param>
/// <param name="Choices"><see cref="Ballot.Bytes"/>.</param>
/// <param name="KeyHash">Of voter and Idempotency-Key.</param>
/// <param name="Check">The random part of the receipt code.</param>
/// <param name="Hour">Received, in hours since 1970; nothing finer is kept.</param>
/// <param name="Channel">How it came.</param>
internal sealed record LedgerEntry(
    int Round, int Shard, long Seq, byte[] Voter, int Version, byte[] Choices, byte[] KeyHash, ulong Check, int Hour, BallotChannel Channel)
{
    public bool IsGap => Version == 0;

    /// <summary>Holds the place of a number that was given out and lost, so that nobody's ballot can come there any more.</summary>
    public static LedgerEntry Gap(int round, int shard, long seq)
    {
        var nobody = new byte[Pseudonym.Length];
        BinaryPrimitives.WriteInt64BigEndian(nobody.AsSpan(Pseudonym.Length - 8), seq);
        BinaryPrimitives.WriteInt32BigEndian(nobody.AsSpan(Pseudonym.Length - 12), shard);
        return new LedgerEntry(round, shard, seq, nobody, 0, [], new byte[16], 0, 0, BallotChannel.Web);
    }

    /// <summary>The columns that are not the place, in the order in which every query names them.</summary>
    public const string Columns = "voter, version, choices, key_hash, receipt_check, hour, channel";

    /// <summary>How many they are.</summary>
    public const int ColumnCount = 7;

    /// <summary>Reads a row whose first columns are <see cref="Columns"/>.</summary>
    public static LedgerEntry Read(DbDataReader row, int round, int shard, long seq) => new(
        round,
        shard,
        seq,
        row.GetFieldValue<byte[]>(0),
        row.GetInt32(1),
        row.GetFieldValue<byte[]>(2),
        row.GetFieldValue<byte[]>(3),
        unchecked((ulong)row.GetInt64(4)),
        row.GetInt32(5),
        (BallotChannel)row.GetInt16(6));

    public ReceiptCode Receipt => new(Round, Shard, Seq, Check);

    /// <summary>The primary key.</summary>
    public (int Round, int Shard, long Seq) Place => (Round, Shard, Seq);

    public bool IsSameAs(LedgerEntry other) =>
        (Round, Shard, Seq, Version, Check, Hour, Channel) == (other.Round, other.Shard, other.Seq, other.Version, other.Check, other.Hour, other.Channel)
        && Voter.AsSpan().SequenceEqual(other.Voter)
        && Choices.AsSpan().SequenceEqual(other.Choices)
        && KeyHash.AsSpan().SequenceEqual(other.KeyHash);
}
