namespace Medborgarbudget.Voting.Ledger;

/// <summary>One version of one voter's ballot, as the store decided it.</summary>
/// <param name="Round">Number of the round.</param>
/// <param name="Seq">Place in the shard's sequence, from 1 without holes.</param>
/// <param name="Voter">The pseudonym.</param>
/// <param name="Version">From 1 for each voter.</param>
/// <param name="Choices"><see cref="Ballot.Bytes"/>.</param>
/// <param name="KeyHash">Of voter and Idempotency-Key.</param>
/// <param name="Check">The random part of the receipt code.</param>
/// <param name="Hour">Received, in hours since 1970; nothing finer is kept.</param>
internal sealed record LedgerEntry(
    int Round, int Shard, long Seq, byte[] Voter, int Version, byte[] Choices, byte[] KeyHash, ulong Check, int Hour)
{
    public ReceiptCode Receipt => new(Round, Shard, Seq, Check);

    /// <summary>The primary key.</summary>
    public (int Round, int Shard, long Seq) Place => (Round, Shard, Seq);

    public bool IsSameAs(LedgerEntry other) =>
        (Round, Shard, Seq, Version, Check, Hour) == (other.Round, other.Shard, other.Seq, other.Version, other.Check, other.Hour)
        && Voter.AsSpan().SequenceEqual(other.Voter)
        && Choices.AsSpan().SequenceEqual(other.Choices)
        && KeyHash.AsSpan().SequenceEqual(other.KeyHash);
}
