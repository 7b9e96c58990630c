using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>Where a grant stands. Numbers as in the proto.</summary>
public enum RoleGrantState
{
    /// <summary>Never stored.</summary>
    Unspecified = 0,

    /// <summary>One administrator has asked for it; it gives no right yet.</summary>
    Requested = 1,

    /// <summary>A second person has approved it.</summary>
    Held = 2,

    /// <summary>Taken away, or the request withdrawn. Final.</summary>
    Revoked = 3,

    /// <summary>Nobody approved the request in time. Final; the role may be asked for anew.</summary>
    Expired = 4,
}

/// <summary>
/// One role of one person in one organisation, or in one of its sub-budgets alone. It is asked for by one administrator and approved by another; the receiver is never the
/// second person. It is taken away by two as well. Kept after revocation as the trace of who gave and took what.
/// </summary>
public sealed record RoleGrant
{
    /// <summary>How long a request waits for the second person.</summary>
    public static readonly TimeSpan RequestLifetime = TimeSpan.FromDays(7);

    private static readonly TwoPersonsErrors GrantErrors =
        new(IdentityErrors.SecondPersonIsFirst, IdentityErrors.RoleRequestExpired, IdentityErrors.RoleGrantNotOpen);

    private static readonly TwoPersonsErrors RevocationErrors =
        new(IdentityErrors.SecondPersonIsFirst, IdentityErrors.RoleRequestExpired, IdentityErrors.RoleGrantNotHeld);

    public required RoleGrantId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required PersonId PersonId { get; init; }

    public required Role Role { get; init; }

    /// <summary>The one sub-budget that it counts in; null for the whole organisation.</summary>
    public SubBudgetId? SubBudgetId { get; init; }

    public required RoleGrantState State { get; init; }

    /// <summary>The administrator who asked for it; for the first administrators the network leader who invited.</summary>
    public required PersonId RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public PersonId? ApprovedBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>The administrator who asked that it be taken away; the latest, also when that request has expired.</summary>
    public PersonId? RevocationRequestedBy { get; init; }

    public DateTimeOffset? RevocationRequestedAt { get; init; }

    public PersonId? RevokedBy { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>What is granted, and where.</summary>
    public ScopedRole Scoped => new(Role, SubBudgetId);

    /// <summary>The latest request to take it away; null when there was none.</summary>
    public TwoPersons? Revocation => this is { RevocationRequestedBy: { } by, RevocationRequestedAt: { } at }
        ? new TwoPersons(by, at, RequestLifetime, RevokedBy, RevokedAt)
        : null;

    /// <summary>The request for it.</summary>
    public TwoPersons Granting => new(RequestedBy, RequestedAt, RequestLifetime, ApprovedBy, ApprovedAt);

    /// <summary>Where it stands at a moment: a request ends by itself.</summary>
    public RoleGrantState StateAt(DateTimeOffset now) =>
        State == RoleGrantState.Requested && Granting.StateAt(now) == TwoPersonsState.Expired ? RoleGrantState.Expired : State;

    /// <summary>
    /// Asks for a role. <paramref name="open"/> are the receiver's requested and held roles in the organisation. The whole organisation may be asked for by one who
    /// has the role in a sub-budget, not the other way round.
    /// </summary>
    public static Result<RoleGrant> Request(
        OrganisationId organisation, PersonId receiver, ScopedRole asked, IReadOnlyCollection<ScopedRole> open, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(open);
        return (asked, open) switch
        {
            _ when receiver == by && Duties.IsNeverGivenToOneself(asked.Role) => IdentityErrors.OwnRole,
            _ when asked.SubBudget is not null && !Duties.MayBeLimited(asked.Role) => IdentityErrors.RoleNotLimited,
            _ when open.Any(one => one.Includes(asked)) => IdentityErrors.RoleHeld,
            _ when Duties.Conflict(open, asked) => IdentityErrors.DutiesConflict,
            _ => new RoleGrant
            {
                Id = Kernel.Id.New<RoleGrantId>(now),
                OrganisationId = organisation,
                PersonId = receiver,
                Role = asked.Role,
                SubBudgetId = asked.SubBudget,
                State = RoleGrantState.Requested,
                RequestedBy = by,
                RequestedAt = now,
            },
        };
    }

    /// <summary>The administrator's role that an invitation gives; the invitation was the first person's act, redeeming it the second's.</summary>
    public static Result<RoleGrant> Redeem(
        OrganisationId organisation, PersonId receiver, IReadOnlyCollection<ScopedRole> open, PersonId invitedBy, DateTimeOffset now) =>
        receiver == invitedBy
            ? IdentityErrors.SecondPersonIsFirst
            : Request(organisation, receiver, new ScopedRole(Role.Administrator, null), open, invitedBy, now)
                .Map(grant => grant with { State = RoleGrantState.Held, ApprovedBy = receiver, ApprovedAt = now });

    /// <summary>Approves a request. <paramref name="otherOpen"/> are the receiver's other requested and held roles in the organisation.</summary>
    public Result<RoleGrant> Approve(PersonId by, IReadOnlyCollection<ScopedRole> otherOpen, DateTimeOffset now)
    {
        if (State is not (RoleGrantState.Requested or RoleGrantState.Expired))
        {
            return IdentityErrors.RoleGrantNotOpen;
        }

        if (by == PersonId)
        {
            return IdentityErrors.OwnRole;
        }

        return Granting.Approve(by, now, GrantErrors).Then(approved => Duties.Conflict(otherOpen, Scoped)
            ? (Result<RoleGrant>)IdentityErrors.DutiesConflict
            : this with { State = RoleGrantState.Held, ApprovedBy = approved.ApprovedBy, ApprovedAt = approved.ApprovedAt });
    }

    /// <summary>
    /// Asks that the role be taken away. At once it ends a mere request, which gives no right yet, and the holder's own role: nobody is kept in
    /// a duty. An organisation never loses its last administrator.
    /// </summary>
    /// <param name="isLastAdministrator">True when no other person holds the administrator's role in the organisation.</param>
    public Result<RoleGrant> RequestRevocation(PersonId by, bool isLastAdministrator, DateTimeOffset now)
    {
        return StateAt(now) switch
        {
            RoleGrantState.Revoked or RoleGrantState.Expired or RoleGrantState.Unspecified => IdentityErrors.RoleGrantNotHeld,
            RoleGrantState.Requested => Revoked(by, now),
            RoleGrantState.Held when isLastAdministrator && Role == Role.Administrator => IdentityErrors.LastAdministrator,
            RoleGrantState.Held when by == PersonId => Revoked(by, now),
            RoleGrantState.Held when Revocation?.StateAt(now) == TwoPersonsState.Requested => IdentityErrors.RevocationRequested,
            RoleGrantState.Held => this with { RevocationRequestedBy = by, RevocationRequestedAt = now },
        };
    }

    /// <summary>The second person's yes: the role is taken away at once. The holder may be that person.</summary>
    /// <param name="isLastAdministrator">True when no other person holds the administrator's role in the organisation.</param>
    public Result<RoleGrant> ApproveRevocation(PersonId by, bool isLastAdministrator, DateTimeOffset now)
    {
        if (State != RoleGrantState.Held)
        {
            return IdentityErrors.RoleGrantNotHeld;
        }

        if (Revocation is not { } request)
        {
            return IdentityErrors.RevocationNotRequested;
        }

        return request.Approve(by, now, RevocationErrors).Then(_ => isLastAdministrator && Role == Role.Administrator
            ? (Result<RoleGrant>)IdentityErrors.LastAdministrator
            : Revoked(by, now));
    }

    private RoleGrant Revoked(PersonId by, DateTimeOffset now) => this with { State = RoleGrantState.Revoked, RevokedBy = by, RevokedAt = now };
}
