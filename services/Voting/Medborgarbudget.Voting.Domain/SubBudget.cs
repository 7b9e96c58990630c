using Medborgarbudget.Kernel;

namespace Medborgarbudget.Voting;

/// <summary>The phases of a sub-budget, as the Budget service names them; in their order.</summary>
public enum Phase
{
    /// <summary>A phase that this version does not know.</summary>
    Unknown,
    Draft,
    Determined,
    Announced,
    IdeaIntake,
    Screening,
    ReviewWindow,
    BallotFrozen,
    Voting,
    Counting,
    PreliminaryResult,
    Decision,
    Implementation,
    FollowUp,
    Closed,
}

/// <summary>The little copy that Voting keeps of a sub-budget, from Budget's events. It is never changed here.</summary>
/// <param name="Version">Rises by one with every change; an older copy never replaces a newer.</param>
/// <param name="VotingCloses">May be extended while voting goes on.</param>
/// <param name="IsRehearsal">No real voters; windows do not bind.</param>
public sealed record SubBudget(
    SubBudgetId Id,
    OrganisationId OrganisationId,
    int Version,
    Phase Phase,
    bool IsPaused,
    bool IsAborted,
    bool IsRehearsal,
    string Name,
    Money Amount,
    VotingRule Rule,
    DateTimeOffset VotingOpens,
    DateTimeOffset VotingCloses,
    DateTimeOffset ObjectionsClose)
{
    /// <summary>Whether the ballot may be drawn and frozen now. Errors: phase_not_freezable.</summary>
    public Result<Unit> CheckFreezable() =>
        Phase is Phase.Screening or Phase.ReviewWindow && !IsPaused && !IsAborted ? Result.Ok : VotingErrors.PhaseNotFreezable;

    /// <summary>Whether ballots are taken in now, as far as phase and window say. Errors: not_open, closed.</summary>
    public Result<Unit> CheckTakesBallots(DateTimeOffset now) => this switch
    {
        { Phase: > Phase.Voting } => VotingErrors.Closed,
        { IsPaused: true } or { IsAborted: true } or { Phase: not Phase.Voting } => VotingErrors.NotOpen,
        { IsRehearsal: true } => Result.Ok,
        _ when now < VotingOpens => VotingErrors.NotOpen,
        _ when now >= VotingCloses => VotingErrors.Closed,
        _ => Result.Ok,
    };

    /// <summary>
    /// Whether voting may be closed now: in its phase, and after the window unless it is a rehearsal. A pause keeps it open, since
    /// the window is then extended. Errors: not_open, window_open.
    /// </summary>
    public Result<Unit> CheckClosable(DateTimeOffset now) => this switch
    {
        { Phase: not Phase.Voting } or { IsPaused: true } or { IsAborted: true } => VotingErrors.NotOpen,
        { IsRehearsal: false } when now < VotingCloses => VotingErrors.WindowOpen,
        _ => Result.Ok,
    };

    /// <summary>Whether the clock closes it without being asked.</summary>
    public bool IsTimeOver(DateTimeOffset now) => !IsRehearsal && !CheckClosable(now).IsError;

    /// <summary>Whether a result may be certified now. Errors: objection_window_open.</summary>
    public Result<Unit> CheckCertifiable(DateTimeOffset now) =>
        IsRehearsal || now >= ObjectionsClose ? Result.Ok : VotingErrors.ObjectionWindowOpen;
}
