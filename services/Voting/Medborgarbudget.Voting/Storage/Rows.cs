using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;

namespace Medborgarbudget.Voting.Storage;

/// <summary>The copy of a sub-budget.</summary>
internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public int Version { get; set; }

    public Phase Phase { get; set; }

    public bool IsPaused { get; set; }

    public bool IsAborted { get; set; }

    public bool IsRehearsal { get; set; }

    public string Name { get; set; } = "";

    public Money Amount { get; set; }

    public VoteType VoteType { get; set; }

    public int MaxChoices { get; set; }

    public bool HasCastcheck { get; set; }

    /// <summary>The rule of the count with every option, as the counting library writes it.</summary>
    public Tally.VotingRule CountRule { get; set; } = new Tally.GreedyRule();

    public DateTimeOffset VotingOpens { get; set; }

    public DateTimeOffset VotingCloses { get; set; }

    public DateTimeOffset ObjectionsClose { get; set; }

    public SubBudget ToSubBudget() => new(
        Id,
        OrganisationId,
        Version,
        Phase,
        IsPaused,
        IsAborted,
        IsRehearsal,
        Name,
        Amount,
        new VotingRule(VoteType, MaxChoices, CountRule) { HasCastcheck = HasCastcheck },
        VotingOpens,
        VotingCloses,
        ObjectionsClose);

    public void Take(SubBudget now)
    {
        (Version, Phase, IsPaused, IsAborted, IsRehearsal) = (now.Version, now.Phase, now.IsPaused, now.IsAborted, now.IsRehearsal);
        (Name, Amount) = (now.Name, now.Amount);
        (VoteType, MaxChoices, CountRule, HasCastcheck) = (now.Rule.VoteType, now.Rule.MaxChoices, now.Rule.Count, now.Rule.HasCastcheck);
        (VotingOpens, VotingCloses, ObjectionsClose) = (now.VotingOpens, now.VotingCloses, now.ObjectionsClose);
    }
}

/// <summary>A round; its number is how ledger and receipts name it.</summary>
internal sealed class RoundRow
{
    public int Number { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>The canonical manifest.</summary>
    public byte[] Manifest { get; set; } = [];

    public string ManifestHash { get; set; } = "";

    public RoundState State { get; set; }

    public PersonId RequestedBy { get; set; }

    public DateTimeOffset RequestedAt { get; set; }

    public PersonId? ApprovedBy { get; set; }

    public DateTimeOffset? FrozenAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }

    public long? Voters { get; set; }

    /// <summary>What the salts of the commitments are made of, 32 bytes; made with the round.</summary>
    public byte[] SaltKey { get; init; } = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);

    /// <summary>closing.json, once the log is closed.</summary>
    public byte[]? Closing { get; set; }

    /// <summary>Two persons who act at once must not both take effect.</summary>
    public int Revision { get; set; }

    public Round ToRound() => new(
        Voting.Manifest.Read(Manifest), State, new TwoPersons(RequestedBy, RequestedAt, Round.FrozenWithin, ApprovedBy, FrozenAt), ClosedAt, Voters);

    public RoundKey ToKey(Manifest manifest) => new(Number, SubBudgetId, Slot.BucketsFor(manifest.Terms.Electorate.Size));

    public void Take(Round round)
    {
        (Manifest, ManifestHash, State) = (round.Manifest.Canonical(), round.Manifest.Hash(), round.State);
        (RequestedBy, RequestedAt) = (round.Freezing.RequestedBy, round.Freezing.RequestedAt);
        (ApprovedBy, FrozenAt) = (round.Freezing.ApprovedBy, round.Freezing.ApprovedAt);
        (ClosedAt, Voters) = (round.ClosedAt, round.Voters);
        Revision++;
    }
}

/// <summary>Where a shard's sequence ended.</summary>
internal sealed class FenceRow
{
    public required int Round { get; init; }

    public required int Shard { get; init; }

    public required long FinalSeq { get; init; }
}

/// <summary>
/// The ledger: every version of every ballot. Version 0 is a gap: a number that the store gave and nobody's ballot has, since the store was
/// torn there; never acknowledged to anybody.
/// </summary>
internal sealed class LedgerRow
{
    public required int Round { get; init; }

    public required int Shard { get; init; }

    public required long Seq { get; init; }

    public required byte[] Voter { get; init; }

    public required int Version { get; init; }

    public required byte[] Choices { get; init; }

    public required byte[] KeyHash { get; init; }

    /// <summary>64 random bits, in the signed type that both databases have.</summary>
    public required long ReceiptCheck { get; init; }

    public required int Hour { get; init; }

    public required BallotChannel Channel { get; init; }

    public LedgerEntry ToEntry() => new(Round, Shard, Seq, Voter, Version, Choices, KeyHash, unchecked((ulong)ReceiptCheck), Hour, Channel);
}

/// <summary>How many times a voter has been shown the version of the ballot; gone when it can be shown no more.</summary>
internal sealed class CastcheckRow
{
    public required int Round { get; init; }

    public required byte[] Voter { get; init; }

    public required int Version { get; init; }

    public required int Shown { get; init; }
}

/// <summary>A signed tree head.</summary>
internal sealed class LogHeadRow
{
    public required int Round { get; init; }

    /// <summary>From 1, without gaps.</summary>
    public required int Number { get; init; }

    /// <summary>Leaves.</summary>
    public required long Size { get; init; }

    /// <summary>A line of heads.jsonl without cosignatures.</summary>
    public required byte[] Line { get; init; }

    /// <summary>The complete subtrees of the log at this size, to go on from.</summary>
    public required byte[] Peaks { get; init; }
}

/// <summary>A tile of the log.</summary>
internal sealed class LogTileRow
{
    public required int Round { get; init; }

    public required int Level { get; init; }

    public required long Number { get; init; }

    public required byte[] Hashes { get; set; }
}

/// <summary>A witness's signature on a tree head.</summary>
internal sealed class CosignatureRow
{
    public required int Round { get; init; }

    public required long Size { get; init; }

    public required string Witness { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required byte[] Signature { get; init; }
}

internal sealed class CountRow
{
    public required CountId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required int Round { get; init; }

    public CountState State { get; set; }

    public required DateTimeOffset StartedAt { get; init; }

    public long BallotsRead { get; set; }

    public long BallotsTotal { get; set; }

    /// <summary>How many times the rule has been run through.</summary>
    public int Runs { get; set; }

    /// <summary>What the winners of the latest run cost.</summary>
    public Money Spent { get; set; }

    public string Failure { get; set; } = "";

    /// <summary>Set when the explanation is kept, or cannot be made.</summary>
    public DateTimeOffset? ExplainedAt { get; set; }

    public PersonId? FirstPerson { get; set; }

    /// <summary>Null also where the first call was kept before calls expired: such a call is made anew.</summary>
    public DateTimeOffset? FirstPersonAt { get; set; }

    public DateTimeOffset? PublishedAt { get; set; }

    public DateTimeOffset? CertifiedAt { get; set; }

    /// <summary>Until when the instance that counts may be silent before another takes over.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The result as the API gives it, protobuf.</summary>
    public byte[]? Result { get; set; }

    /// <summary>The result document of the counting library, JSON.</summary>
    public byte[]? Document { get; set; }

    /// <summary>channels.json, of a finished count where there is paper or an annulled ballot.</summary>
    public byte[]? Channels { get; set; }

    /// <summary>files.json, once published.</summary>
    public byte[]? Files { get; set; }

    public int Revision { get; set; }

    public Count ToCount() => new(
        Id,
        SubBudgetId,
        State,
        this is { FirstPerson: { } by, FirstPersonAt: { } at } ? new TwoPersons(by, at, Count.ActedWithin) : null,
        PublishedAt,
        CertifiedAt);

    public void Take(Count count)
    {
        (State, PublishedAt, CertifiedAt) = (count.State, count.PublishedAt, count.CertifiedAt);
        (FirstPerson, FirstPersonAt) = (count.Next?.RequestedBy, count.Next?.RequestedAt);
        Revision++;
    }
}

/// <summary>The counted list, apart from the count so that it is read only when asked for.</summary>
internal sealed class CountedListRow
{
    public required CountId CountId { get; init; }

    /// <summary>A .pb file.</summary>
    public required byte[] Content { get; init; }
}

/// <summary>The explanation of a count, apart from it for the same reason.</summary>
internal sealed class ExplanationRow
{
    public required CountId CountId { get; init; }

    /// <summary>As the API gives it, protobuf.</summary>
    public required byte[] Content { get; init; }
}

/// <summary>Identity's public ballot keys as last fetched, so that voting goes on when Identity is down and Voting restarts.</summary>
internal sealed class BallotKeysRow
{
    public const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    /// <summary>A JSON Web Key Set (RFC 7517).</summary>
    public string KeySet { get; set; } = "";

    public DateTimeOffset FetchedAt { get; set; }
}
