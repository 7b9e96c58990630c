using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

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

/// <summary>The little copy that Proposal keeps of a sub-budget, from Budget's events. It is never changed here.</summary>
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

    public required DateTimeOffset IntakeOpens { get; init; }

    /// <summary>The first moment after the window; may be extended.</summary>
    public required DateTimeOffset IntakeCloses { get; init; }

    /// <summary>The most that one proposal may cost.</summary>
    public required Money MaxProposalCost { get; init; }

    private bool IsOpen => !IsPaused && !IsAborted;

    /// <summary>Whether residents may hand in and edit now: phase, and window unless it is a rehearsal. Errors: intake_closed.</summary>
    public Result<Unit> CheckIntakeOpen(DateTimeOffset now) => this switch
    {
        { Phase: not Phase.IdeaIntake } or { IsOpen: false } => ProposalErrors.IntakeClosed,
        { IsRehearsal: true } => Result.Ok,
        _ when now < IntakeOpens || now >= IntakeCloses => ProposalErrors.IntakeClosed,
        _ => Result.Ok,
    };

    /// <summary>
    /// Whether an official may enter an idea on another's behalf: as long as the phase lasts, since paper that came in time may be
    /// entered after the window. Errors: intake_closed.
    /// </summary>
    public Result<Unit> CheckTakesEntries() =>
        Phase is Phase.IdeaIntake && IsOpen ? Result.Ok : ProposalErrors.IntakeClosed;

    /// <summary>Whether the guess is no more than one proposal may cost here. Errors: request.invalid.</summary>
    public Result<Unit> CheckCostGuess(ProposalText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fields = new Fields();
        fields.Money(text.CostGuess.Ore, "text.costGuessOre", 0, MaxProposalCost.Ore);
        return fields.Give(() => default(Unit));
    }

    /// <summary>Support is open until the ballot is frozen, so that it is never taken for a vote.</summary>
    internal bool TakesSupport => IsOpen && Phase is Phase.IdeaIntake or Phase.Screening or Phase.ReviewWindow;

    /// <summary>Comments are open until the sub-budget is closed.</summary>
    internal bool TakesComments => IsOpen && Phase is >= Phase.IdeaIntake and < Phase.Closed;

    /// <summary>What voters see is a frozen copy from here on.</summary>
    internal bool IsFrozen => Phase >= Phase.BallotFrozen;
}
