using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>How far the voting on a sub-budget has come, as Voting knows it.</summary>
public enum RoundState
{
    /// <summary>One person has requested the freeze; another has to approve it.</summary>
    FreezeRequested,

    /// <summary>The ballot can no longer change.</summary>
    Frozen,

    /// <summary>Some shards may be fenced; no way back.</summary>
    Closing,

    /// <summary>Every shard is fenced and the ledger holds all up to the fences; nothing can be added.</summary>
    Closed,
}

/// <summary>
/// The voting on one sub-budget: its ballot, who froze it, and whether it is closed. Phase, pause and window are Budget's
/// (<see cref="SubBudget"/>). Invariant: from <see cref="RoundState.Frozen"/> on the manifest never changes.
/// </summary>
/// <param name="Freezing">Who requested the freeze and who approved it.</param>
/// <param name="Voters">Persons with a ballot in the box; known once closed.</param>
public sealed record Round(
    Manifest Manifest,
    RoundState State,
    TwoPersons Freezing,
    DateTimeOffset? ClosedAt,
    long? Voters)
{
    /// <summary>How long a requested freeze waits for the second person.</summary>
    public static readonly TimeSpan FrozenWithin = TimeSpan.FromDays(7);

    private static readonly TwoPersonsErrors FreezeErrors =
        new(VotingErrors.SecondPersonIsFirst, VotingErrors.FreezeExpired, VotingErrors.AlreadyFrozen);

    public DateTimeOffset? FrozenAt => Freezing.ApprovedAt;

    public bool IsFrozen => State != RoundState.FreezeRequested;

    /// <summary>
    /// Requests the freeze. A request for the same ballot stands as it is until it expires; one for another ballot is replaced. Errors: already_frozen.
    /// </summary>
    public static Result<Round> Request(Round? earlier, Manifest manifest, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return earlier switch
        {
            { IsFrozen: true } => VotingErrors.AlreadyFrozen,
            not null when earlier.Stands(now) && earlier.Manifest.Hash() == manifest.Hash() => earlier,
            _ => new Round(manifest, RoundState.FreezeRequested, new TwoPersons(by, now, FrozenWithin), null, null),
        };
    }

    /// <summary>A freeze is requested and waits for the second person.</summary>
    public bool Stands(DateTimeOffset now) => Freezing.StateAt(now) == TwoPersonsState.Requested;

    /// <summary>
    /// Freezes, when another person names the hash in time and the ballot would still be drawn the same. Errors: already_frozen, second_person_is_first,
    /// freeze_expired, manifest_changed.
    /// </summary>
    /// <param name="namedHash">The hash that the approving person has seen.</param>
    /// <param name="drawnAgain">The ballot as it would be drawn now.</param>
    public Result<Round> Approve(PersonId by, string namedHash, Manifest drawnAgain, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(drawnAgain);
        var hash = Manifest.Hash();
        return Freezing.Approve(by, now, FreezeErrors).Then(two => namedHash == hash && drawnAgain.Hash() == hash
            ? this with { State = RoundState.Frozen, Freezing = two }
            : (Result<Round>)VotingErrors.ManifestChanged);
    }

    /// <summary>Begins to close. Closing again what is closing or closed changes nothing. Errors: not_open, window_open.</summary>
    public Result<Round> BeginClose(SubBudget subBudget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return State switch
        {
            RoundState.Closing or RoundState.Closed => this,
            RoundState.FreezeRequested => VotingErrors.NotOpen,
            RoundState.Frozen => subBudget.CheckClosable(now).Map(_ => this with { State = RoundState.Closing }),
        };
    }

    /// <summary>Records that all is fenced and in the ledger.</summary>
    public Round Close(long voters, DateTimeOffset now) => State == RoundState.Closing
        ? this with { State = RoundState.Closed, ClosedAt = now, Voters = voters }
        : throw new InvalidOperationException($"A round that is {State} cannot become closed.");

    /// <summary>Whether a ballot may be taken in now; the fence in the store has the last word. Errors: not_open, closed.</summary>
    public Result<Unit> CheckTakesBallots(SubBudget subBudget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return State switch
        {
            RoundState.FreezeRequested => VotingErrors.NotOpen,
            RoundState.Closing or RoundState.Closed => VotingErrors.Closed,
            RoundState.Frozen => subBudget.CheckTakesBallots(now),
        };
    }
}
