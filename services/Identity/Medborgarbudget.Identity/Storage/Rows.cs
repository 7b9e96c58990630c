using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Storage;

/// <summary>A person who has signed in. What the e-ID told is sealed; she is found by the keyed hash of her key.</summary>
internal sealed class PersonRow
{
    public required PersonId Id { get; init; }

    public required byte[] KeyHash { get; init; }

    public required RollKeyType KeyType { get; init; }

    public required byte[] SealedKey { get; init; }

    public required byte[] SealedName { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A one-time code that makes its redeemer an administrator.</summary>
internal sealed class InvitationRow
{
    public required byte[] CodeHash { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required PersonId InvitedBy { get; init; }

    public required DateTimeOffset InvitedAt { get; init; }

    public PersonId? RedeemedBy { get; set; }

    public DateTimeOffset? RedeemedAt { get; set; }
}

/// <summary>The copy of an organisation that Network's events keep.</summary>
internal sealed class OrganisationRow
{
    public required OrganisationId Id { get; init; }

    public required int Version { get; set; }

    public required string Name { get; set; }

    /// <summary>Counts changes of roles; touching it first lets one change of an organisation's roles follow the other.</summary>
    public long RolesVersion { get; set; }
}

/// <summary>The copy of a sub-budget that Budget's events keep.</summary>
internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>Empty until an event came that told it.</summary>
    public EditionId EditionId { get; set; }

    public int Version { get; set; }

    public Phase Phase { get; set; }

    public bool IsPaused { get; set; }

    public bool IsAborted { get; set; }

    public bool IsRehearsal { get; set; }

    public DateTimeOffset VotingOpens { get; set; }

    public DateTimeOffset VotingCloses { get; set; }

    public DateTimeOffset ObjectionsClose { get; set; }

    public int MinAge { get; set; }

    public int MaxAge { get; set; }

    public DateOnly AgeAsOf { get; set; }

    public VotingWindow Window => new(Phase, IsPaused, IsAborted, IsRehearsal, VotingOpens, VotingCloses, ObjectionsClose);

    public List<string> Areas { get; set; } = [];

    public List<string> Groups { get; set; } = [];

    public int GuardianUnder { get; set; }

    public bool HasFreeChoice { get; set; }

    /// <summary>Names as the event has them; a name that this version does not know counts for nothing.</summary>
    public List<string> Connections { get; set; } = [];

    public EligibilityRule Rule => new(new AgeRule(MinAge, MaxAge, AgeAsOf), Areas, Groups, GuardianUnder, HasFreeChoice)
    {
        Connections = [.. Enum.GetValues<Connection>().Where(connection => Connections.Contains(connection.ToString()))],
    };
}

/// <summary>Which sub-budget away from home a voter has chosen in an edition. She is a keyed hash of the edition's own.</summary>
internal sealed class FreeChoiceRow
{
    public required EditionId EditionId { get; init; }

    public required byte[] VoterHash { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }
}

/// <summary>The roll of a sub-budget: which import it is, and its numbers.</summary>
internal sealed class RollHead
{
    public required SubBudgetId SubBudgetId { get; init; }

    /// <summary>The committed import whose entries count; null before the first.</summary>
    public RollImportId? ImportId { get; set; }

    /// <summary>The import that last changed the roll: that one, or the last changes to it.</summary>
    public RollImportId? LastImportId { get; set; }

    /// <summary>Entries that may vote.</summary>
    public int Entries { get; set; }

    public int CodesIssued { get; set; }

    public int EntriesWithToken { get; set; }

    /// <summary>Who may vote by declaration; not among <see cref="Entries"/>.</summary>
    public int Declared { get; set; }
}

/// <summary>
/// The wrapped K of a sub-budget with its custody. Made at the first import and kept over later ones, so that a voter's pseudonym never
/// changes; after destruction the row remains, without K.
/// </summary>
internal sealed class PseudonymKeyRow
{
    public required SubBudgetId SubBudgetId { get; init; }

    /// <summary>Null when destroyed.</summary>
    public byte[]? WrappedBytes { get; set; }

    /// <summary>The key-encryption key; the last one when destroyed.</summary>
    public required string KeyEncryptionKeyId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public PersonId? RequestedBy { get; set; }

    public DateTimeOffset? RequestedAt { get; set; }

    public PersonId? DestroyedBy { get; set; }

    public DateTimeOffset? DestroyedAt { get; set; }

    /// <summary>Counts changes; touching it first lets one change follow the other.</summary>
    public long Revision { get; set; }

    public WrappedKey? Wrapped => WrappedBytes is null ? null : new WrappedKey(KeyEncryptionKeyId, WrappedBytes);

    public KeyCustody ToCustody() => new()
    {
        SubBudgetId = SubBudgetId,
        CreatedAt = CreatedAt,
        Destruction = this is { RequestedBy: { } by, RequestedAt: { } at }
            ? new TwoPersons(by, at, KeyCustody.RequestLifetime, DestroyedBy, DestroyedAt)
            : null,
    };

    /// <summary>Takes a decision over; with destruction K goes.</summary>
    public void Take(KeyCustody custody)
    {
        (RequestedBy, RequestedAt) = (custody.Destruction?.RequestedBy, custody.Destruction?.RequestedAt);
        (DestroyedBy, DestroyedAt) = (custody.Destruction?.ApprovedBy, custody.Destruction?.ApprovedAt);
        WrappedBytes = DestroyedAt is null ? WrappedBytes : null;
    }
}

/// <summary>One thing done with a pseudonym key. Written once: the database refuses to change or remove it.</summary>
internal sealed class PseudonymKeyLogRow
{
    public long Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required KeyStep Step { get; init; }

    /// <summary>Null where the service acted by itself.</summary>
    public required PersonId? PersonId { get; init; }

    public required string KeyEncryptionKeyId { get; init; }
}

/// <summary>An import of a roll extract.</summary>
internal sealed class RollImportRow
{
    public required RollImportId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required DateOnly ExtractDate { get; init; }

    /// <summary>How the extract is read, as the contract's JSON; null = its columns have our names.</summary>
    public string? Mapping { get; init; }

    /// <summary>The import that had last changed the roll which these changes are for; null = a whole roll.</summary>
    public RollImportId? ChangesTo { get; init; }

    public bool IsChanges => ChangesTo is not null;

    public required PersonId StartedBy { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required RollImportState State { get; set; }

    /// <summary>When it was last seen that somebody is reading it.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>Rows that were read so far, or in all.</summary>
    public int Rows { get; set; }

    public int FaultCount { get; set; }

    /// <summary>The first faults as JSON: line and code.</summary>
    public string Faults { get; set; } = "[]";

    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>Where an import stands. Numbers as in the proto.</summary>
internal enum RollImportState
{
    Open = 1,
    Committed = 2,
    Faulty = 3,
    Reading = 4,
    Cancelled = 5,
}

/// <summary>A hundred faults of an import, as JSON: line and code.</summary>
internal sealed class RollFaultPageRow
{
    public required RollImportId ImportId { get; init; }

    /// <summary>0, 1, 2, …</summary>
    public required int Number { get; init; }

    public required string Faults { get; init; }
}

/// <summary>One part of the CSV text, sealed; deleted when the import ends.</summary>
internal sealed class RollImportPartRow
{
    public required RollImportId ImportId { get; init; }

    public required int Part { get; init; }

    public required byte[] SealedText { get; set; }
}

/// <summary>
/// A tie that a person has declared. Her key is sealed like that of a roll entry; nothing else of her is kept, and the day, no time.
/// </summary>
internal sealed class DeclarationRow
{
    public required DeclarationId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required EditionId EditionId { get; init; }

    /// <summary>That of her roll entry in the sub-budget.</summary>
    public required byte[] KeyHash { get; init; }

    public required RollKeyType KeyType { get; init; }

    public required byte[] SealedKey { get; init; }

    public required Connection Connection { get; init; }

    /// <summary>In Sweden.</summary>
    public required DateOnly DeclaredOn { get; init; }

    /// <summary>She votes here and nowhere else in the edition; false where the rule has the free choice, which then counts.</summary>
    public required bool MovesVote { get; init; }
}

/// <summary>One entry of a roll. Nothing in it tells a personal number without the service's keys.</summary>
internal sealed class RollEntryRow
{
    public required RollImportId ImportId { get; init; }

    /// <summary>1, 2, … in the order of the extract; changes keep it, and put others at the end.</summary>
    public required int Serial { get; init; }

    public required byte[] KeyHash { get; init; }

    /// <summary>The twelve digits, sealed; null for a local key.</summary>
    public byte[]? SealedKey { get; init; }

    /// <summary>The local key; null for a personal number.</summary>
    public string? LocalKey { get; init; }

    public required string Area { get; init; }

    /// <summary>False where only a declaration has put her on the roll. In changes that are being written: false = to be taken off.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>Has a ground to vote.</summary>
    public required bool IsEligible { get; init; }

    /// <summary>What the rule said when the roll was taken in.</summary>
    public Ground Ground { get; init; }

    /// <summary>Votes through the guardians, or at a place.</summary>
    public bool NeedsGuardian { get; init; }

    /// <summary>Her vote in this edition has gone to another sub-budget, by declaration: here she gets neither token nor mark.</summary>
    public bool VotesElsewhere { get; init; }

    /// <summary>A token or an officer's mark was given: the vote of this person is here.</summary>
    public bool IsUsed => HasToken || Mark is not null;

    /// <summary>A place may be offline and then cannot know what somebody has chosen elsewhere: who votes away from home comes with e-ID or code.</summary>
    public bool VotesAtPlaces => IsEligible && !VotesElsewhere && Ground is not (Ground.FreeChoice or Ground.Declared);

    /// <summary>Number of the batch that its voting code is printed in; null while it is in none.</summary>
    public int? CodeBatch { get; set; }

    public byte[]? CodeHash { get; set; }

    public bool HasToken { get; set; }

    /// <summary>That of the officer's mark, else that of the first token; null before either.</summary>
    public Channel? Channel { get; init; }

    /// <summary>Shift of the officer's mark; null without one.</summary>
    public ShiftId? MarkShiftId { get; init; }

    /// <summary>Day of the officer's mark.</summary>
    public DateOnly? MarkDay { get; init; }

    /// <summary>The officer's mark; null where e-ID and codes are still open.</summary>
    public RollMark? Mark => this is { Channel: { } channel, MarkShiftId: { } shift, MarkDay: { } day } ? new RollMark(channel, shift, day) : null;
}
