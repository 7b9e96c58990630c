using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

/// <summary>How the idea came in. Numbers as in the proto.</summary>
public enum Channel
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,
    Web = 1,
    Paper = 2,
    Meeting = 3,
    Telephone = 4,
}

/// <summary>
/// A resident's proposal. A draft is the resident's own and no official document; when it is received it gets the next number of its
/// sub-budget and stays. What other services say of it later is kept fact by fact (<see cref="Course"/>) and the state is read from
/// all of them, so that it does not matter in which order the facts arrive.
/// </summary>
public sealed record Proposal
{
    public required ProposalId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    /// <summary>Null when it was entered on another's behalf: then nobody has it as an own one.</summary>
    public required PersonId? Proposer { get; init; }

    /// <summary>The official who entered it on another's behalf.</summary>
    public required PersonId? EnteredBy { get; init; }

    public required Channel Channel { get; init; }

    public required ProposalText Text { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>1, 2, … inside the sub-budget; null for drafts.</summary>
    public int? Number { get; init; }

    /// <summary>When it became an official document; null for drafts.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; init; }

    public PersonId? HiddenBy { get; init; }

    /// <summary>Why it was hidden; empty when it is not.</summary>
    public string HiddenReason { get; init; } = "";

    public required Course Course { get; init; }

    /// <summary>Rises by one with every change.</summary>
    public required int Version { get; init; }

    /// <summary>Starts a draft. Errors: intake_closed, request.invalid.</summary>
    public static Result<Proposal> Draft(SubBudget subBudget, PersonId proposer, ProposalText text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return subBudget.CheckIntakeOpen(now)
            .Then(_ => subBudget.CheckCostGuess(text))
            .Map(_ => Start(subBudget, text, now) with { Proposer = proposer });
    }

    /// <summary>An idea that an official enters on another's behalf; it is to be received at once. Errors: intake_closed, request.invalid.</summary>
    public static Result<Proposal> Enter(SubBudget subBudget, PersonId official, Channel channel, ProposalText text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return subBudget.CheckTakesEntries()
            .Then(_ => subBudget.CheckCostGuess(text))
            .Map(_ => Start(subBudget, text, now) with { EnteredBy = official, Channel = channel });
    }

    public bool IsDraft() => ReceivedAt is null;

    public bool IsWithdrawnAfterFreeze() => WithdrawnAt is not null && Course.IsOnBallot;

    public bool IsOwn(PersonId? person) => person is not null && Proposer == person;

    /// <summary>Drafts and hidden proposals are nobody's but the proposer's.</summary>
    public bool IsVisibleTo(PersonId? person) => IsOwn(person) || (!IsDraft() && OwnState() is not ProposalState.Hidden);

    /// <summary>
    /// Replaces the text: of a draft at any time, of a received proposal while the intake is open.
    /// Errors: missing, forbidden, stale, not_editable, intake_closed, request.invalid.
    /// </summary>
    /// <param name="seenVersion">The version that the caller has read.</param>
    public Result<Proposal> Edit(SubBudget subBudget, PersonId by, int seenVersion, ProposalText text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        if (CheckOwn(by).Error is { } refused)
        {
            return refused;
        }

        if (seenVersion != Version)
        {
            return GeneralErrors.Stale;
        }

        return CheckEditable(subBudget, now).Then(_ => subBudget.CheckCostGuess(text)).Map(_ => Changed() with { Text = text });
    }

    /// <summary>Whether the draft may be submitted now. Errors: missing, forbidden, not_draft, intake_closed.</summary>
    public Result<Unit> CheckSubmittable(SubBudget subBudget, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return CheckOwn(by).Then(_ => IsDraft() ? subBudget.CheckIntakeOpen(now) : ProposalErrors.NotDraft);
    }

    /// <summary>Receives a draft that may be submitted, or an entered idea. <paramref name="number"/> is the next of the sub-budget.</summary>
    public Proposal Receive(int number, DateTimeOffset now) => Changed() with { Number = number, ReceivedAt = now };

    /// <summary>
    /// Withdraws a received proposal. On the ballot it stays, marked, and is handled at the decision. A draft is not withdrawn but
    /// thrown away, as it was never received. Errors: missing, forbidden, not_withdrawable.
    /// </summary>
    public Result<Proposal> Withdraw(PersonId by, DateTimeOffset now)
    {
        if (CheckOwn(by).Error is { } refused)
        {
            return refused;
        }

        return WithdrawnAt is not null || OwnState() is ProposalState.Hidden or ProposalState.Approved or ProposalState.Rejected
            ? ProposalErrors.NotWithdrawable
            : Changed() with { WithdrawnAt = now };
    }

    /// <summary>Hides a received proposal from the public; what voters see on a frozen ballot cannot be hidden. Errors: missing, not_hideable.</summary>
    public Result<Proposal> Hide(SubBudget subBudget, PersonId by, string reason)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return this switch
        {
            { ReceivedAt: null } => ProposalErrors.Missing,
            { HiddenBy: not null } or { Course.IsOnBallot: true } => ProposalErrors.NotHideable,
            _ when subBudget.IsFrozen => ProposalErrors.NotHideable,
            _ => Changed() with { HiddenBy = by, HiddenReason = reason },
        };
    }

    /// <summary>Whether a person may support it now, or take the support back. Errors: missing, not_supportable.</summary>
    public Result<Unit> CheckSupportable(SubBudget subBudget, PersonId by)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return CheckOpenTo(by, subBudget.TakesSupport, ProposalErrors.NotSupportable);
    }

    /// <summary>Whether a person may comment on it now. Errors: missing, not_commentable.</summary>
    public Result<Unit> CheckCommentable(SubBudget subBudget, PersonId by)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return CheckOpenTo(by, subBudget.TakesComments, ProposalErrors.NotCommentable);
    }

    /// <summary>The same proposal with a later course, or itself when the fact was known.</summary>
    public Proposal Follow(Course course) => course == Course ? this : Changed() with { Course = course };

    /// <summary>What it is to a reader while its sub-budget is in <paramref name="phase"/>.</summary>
    public ProposalState StateIn(Phase phase) =>
        OwnState() is ProposalState.Received && phase >= Phase.Screening ? ProposalState.InScreening : OwnState();

    /// <summary>The state by what is known of the proposal alone, as others are told; the phase is told by Budget.</summary>
    public ProposalState OwnState() => this switch
    {
        { ReceivedAt: null, WithdrawnAt: null } => ProposalState.Draft,
        { Course.IsOnBallot: true } => Course.State(),
        { HiddenBy: not null } => ProposalState.Hidden,
        { WithdrawnAt: not null } => ProposalState.Withdrawn,
        _ => Course.State(),
    };

    private static Proposal Start(SubBudget subBudget, ProposalText text, DateTimeOffset now) => new()
    {
        Id = Kernel.Id.New<ProposalId>(now),
        SubBudgetId = subBudget.Id,
        OrganisationId = subBudget.OrganisationId,
        Proposer = null,
        EnteredBy = null,
        Channel = Channel.Web,
        Text = text,
        CreatedAt = now,
        Course = Course.None,
        Version = 1,
    };

    private Result<Unit> CheckOwn(PersonId by)
    {
        if (IsOwn(by))
        {
            return Result.Ok;
        }

        return IsVisibleTo(by) ? GeneralErrors.Forbidden : ProposalErrors.Missing;
    }

    private Result<Unit> CheckEditable(SubBudget subBudget, DateTimeOffset now) => OwnState() switch
    {
        ProposalState.Draft => Result.Ok,
        ProposalState.Received => subBudget.CheckIntakeOpen(now),
        _ => ProposalErrors.NotEditable,
    };

    private Result<Unit> CheckOpenTo(PersonId by, bool isOpen, Error closed) => OwnState() switch
    {
        _ when !IsVisibleTo(by) => ProposalErrors.Missing,
        ProposalState.Draft or ProposalState.Hidden or ProposalState.Withdrawn => closed,
        _ => isOpen ? Result.Ok : closed,
    };

    private Proposal Changed() => this with { Version = Version + 1 };
}
