using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings;

/// <summary>Where a screening stands. Numbers as in the proto.</summary>
public enum ScreeningState
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>Waits for an assessment.</summary>
    Open = 1,

    /// <summary>Assessed, waits for the second person.</summary>
    Assessed = 2,
    Accepted = 3,

    /// <summary>Accepted, and the proposer has asked for a review.</summary>
    ReviewRequested = 4,
}

/// <summary>The received proposal that is screened, as Proposal's newest event tells it.</summary>
/// <param name="Version">The proposal's version; an older copy never replaces a newer.</param>
/// <param name="IsDropped">Hidden, or withdrawn before the freeze: there is nothing to screen.</param>
/// <param name="Proposers">Opaque ids of those who may not screen it; empty when it was entered on another's behalf.</param>
public sealed record ScreenedProposal(
    ProposalId Id,
    SubBudgetId SubBudgetId,
    OrganisationId OrganisationId,
    int Version,
    int Number,
    bool IsDropped,
    string Title,
    string Text,
    string Place,
    IReadOnlyList<PersonId> Proposers);

/// <summary>An official, as far as the rules ask.</summary>
/// <param name="IsLead">Leads the screening in the proposal's organisation.</param>
public readonly record struct Official(PersonId Person, bool IsLead);

/// <summary>
/// The screening of one received proposal. One person writes the assessment, another accepts it, nobody of them is the proposer; after a
/// review asked for by the proposer somebody else than the first screener decides.
/// </summary>
public sealed record Screening
{
    public required ScreenedProposal Proposal { get; init; }

    public ScreeningState State { get; init; } = ScreeningState.Open;

    public PersonId? AssignedTo { get; init; }

    /// <summary>Null while open.</summary>
    public Assessment? Assessment { get; init; }

    /// <summary>The first screener: who wrote the assessment that was accepted first.</summary>
    public PersonId? AssessedBy { get; init; }

    public PersonId? AcceptedBy { get; init; }

    /// <summary>When the outcome that stands was accepted or confirmed.</summary>
    public DateTimeOffset? AcceptedAt { get; init; }

    /// <summary>What the proposer wrote; empty when no review was asked for.</summary>
    public string ReviewRequest { get; init; } = "";

    public PersonId? ReviewedBy { get; init; }

    /// <summary>Rises by one with every change; the outcome is published under it.</summary>
    public required int Version { get; init; }

    public bool HasOutcome() => State is ScreeningState.Accepted or ScreeningState.ReviewRequested;

    public bool IsFeasible() => HasOutcome() && Assessment is { Feasibility: Feasibility.Feasible or Feasibility.FeasibleWithChange };

    public static Screening Start(ScreenedProposal proposal) => new() { Proposal = proposal, Version = 1 };

    /// <summary>Takes over a newer copy of the proposal; an older one changes nothing.</summary>
    public Screening Follow(ScreenedProposal proposal)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal.Version <= Proposal.Version ? this : Changed() with { Proposal = proposal };
    }

    /// <summary>Assigns a screener, or a reviewer. Errors: phase_closed, own_proposal.</summary>
    public Result<Screening> Assign(SubBudget subBudget, PersonId screener)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return subBudget.CheckScreens().Then(_ => CheckNotOwn(screener)).Map(_ => Changed() with { AssignedTo = screener });
    }

    /// <summary>
    /// Writes the assessment, or writes it anew before it is accepted. Errors: phase_closed, own_proposal, not_assigned, accepted,
    /// criterion_unknown, criteria_left, request.invalid.
    /// </summary>
    public Result<Screening> Assess(SubBudget subBudget, Official by, AssessmentDraft draft)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return subBudget.CheckScreens()
            .Then(_ => CheckNotOwn(by.Person))
            .Then(_ => CheckAssigned(by))
            .Then(_ => HasOutcome() ? ScreeningErrors.Accepted : Assessment.Of(draft, subBudget))
            .Map(assessment => Changed() with { State = ScreeningState.Assessed, Assessment = assessment, AssessedBy = by.Person });
    }

    /// <summary>
    /// Accepts the assessment as the second person; the same person again changes nothing.
    /// Errors: phase_closed, own_proposal, not_assessed, second_person_is_first.
    /// </summary>
    public Result<Screening> Accept(SubBudget subBudget, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return subBudget.CheckScreens().Then(_ => CheckNotOwn(by)).Then<Screening>(_ => State switch
        {
            ScreeningState.Assessed when AssessedBy == by => ScreeningErrors.SecondPersonIsFirst,
            ScreeningState.Assessed => Changed() with { State = ScreeningState.Accepted, AcceptedBy = by, AcceptedAt = now },
            ScreeningState.Accepted when AcceptedBy == by => this,
            _ => ScreeningErrors.NotAssessed,
        });
    }

    /// <summary>Asks for a review as the proposer. Errors: not_own_proposal, review_window_closed, review_open, not_accepted.</summary>
    public Result<Screening> RequestReview(SubBudget subBudget, PersonId by, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return CheckIsProposer(by).Then(_ => subBudget.CheckTakesReviews(now)).Then<Screening>(_ => State switch
        {
            ScreeningState.ReviewRequested => ScreeningErrors.ReviewOpen,
            ScreeningState.Accepted => Changed() with { State = ScreeningState.ReviewRequested, ReviewRequest = reason },
            _ => ScreeningErrors.NotAccepted,
        });
    }

    /// <summary>
    /// Decides the review with a new assessment, or the first one again. Errors: phase_closed, own_proposal, no_review_open,
    /// reviewer_was_first, criterion_unknown, criteria_left, request.invalid.
    /// </summary>
    public Result<Screening> DecideReview(SubBudget subBudget, PersonId by, AssessmentDraft draft, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return subBudget.CheckScreens()
            .Then(_ => CheckNotOwn(by))
            .Then(_ => CheckReviews(by))
            .Then(_ => Assessment.Of(draft, subBudget))
            .Map(assessment => Changed() with
            {
                State = ScreeningState.Accepted,
                Assessment = assessment,
                ReviewedBy = by,
                AcceptedAt = now,
            });
    }

    private Result<Unit> CheckNotOwn(PersonId person) => Proposal.Proposers.Contains(person) ? ScreeningErrors.OwnProposal : Result.Ok;

    private Result<Unit> CheckIsProposer(PersonId person) => Proposal.Proposers.Contains(person) ? Result.Ok : ScreeningErrors.NotOwnProposal;

    private Result<Unit> CheckAssigned(Official by) => by.IsLead || AssignedTo == by.Person ? Result.Ok : ScreeningErrors.NotAssigned;

    private Result<Unit> CheckReviews(PersonId by) => State switch
    {
        not ScreeningState.ReviewRequested => ScreeningErrors.NoReviewOpen,
        _ => AssessedBy == by ? ScreeningErrors.ReviewerWasFirst : Result.Ok,
    };

    private Screening Changed() => this with { Version = Version + 1 };
}
