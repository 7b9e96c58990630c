using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings;

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

/// <summary>The little copy that Screening keeps of a sub-budget, from Budget's events. It is never changed here.</summary>
public sealed record SubBudget
{
    public required SubBudgetId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>Rises by one with every change; an older copy never replaces a newer.</summary>
    public required int Version { get; init; }

    public required Phase Phase { get; init; }

    public required bool IsPaused { get; init; }

    public required bool IsAborted { get; init; }

    /// <summary>No real residents; windows do not bind.</summary>
    public required bool IsRehearsal { get; init; }

    /// <summary>The most that one proposal may cost; never more than the pot.</summary>
    public required Money MaxProposalCost { get; init; }

    /// <summary>The first moment after the review window; may be extended.</summary>
    public required DateTimeOffset ReviewCloses { get; init; }

    /// <summary>Keys of the frozen criteria set.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>Whether officials may work on screenings now. Errors: phase_closed.</summary>
    public Result<Unit> CheckScreens() =>
        Phase is Phase.Screening or Phase.ReviewWindow && IsOpen() ? Result.Ok : ScreeningErrors.PhaseClosed;

    /// <summary>Whether a proposer may ask for a review now: phase, and window unless it is a rehearsal. Errors: review_window_closed.</summary>
    public Result<Unit> CheckTakesReviews(DateTimeOffset now) =>
        Phase is Phase.ReviewWindow && IsOpen() && (IsRehearsal || now < ReviewCloses)
            ? Result.Ok
            : ScreeningErrors.ReviewWindowClosed;

    private bool IsOpen() => !IsPaused && !IsAborted;
}
