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
/// One role of one person in one organisation. It is asked for by one administrator and approved by another; the receiver is never the
/// second person. Kept after revocation as the trace of who gave what.
/// </summary>
public sealed record RoleGrant
{
    /// <summary>How long a request waits for the second person.</summary>
    public static readonly TimeSpan RequestLifetime = TimeSpan.FromDays(7);

    private static readonly TwoPersonsErrors GrantErrors =
        new(IdentityErrors.SecondPersonIsFirst, IdentityErrors.RoleRequestExpired, IdentityErrors.RoleGrantNotOpen);

    public required RoleGrantId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required PersonId PersonId { get; init; }

    public required Role Role { get; init; }

    public required RoleGrantState State { get; init; }

    /// <summary>The administrator who asked for it; for the first administrators the network leader who invited.</summary>
    public required PersonId RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public PersonId? ApprovedBy { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public PersonId? RevokedBy { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    private TwoPersons Granting => new(RequestedBy, RequestedAt, RequestLifetime, ApprovedBy, ApprovedAt);

    /// <summary>Where it stands at a moment: a request ends by itself.</summary>
    public RoleGrantState StateAt(DateTimeOffset now) =>
        State == RoleGrantState.Requested && Granting.StateAt(now) == TwoPersonsState.Expired ? RoleGrantState.Expired : State;

    /// <summary>Asks for a role. <paramref name="open"/> are the receiver's requested and held roles in the organisation.</summary>
    public static Result<RoleGrant> Request(
        OrganisationId organisation, PersonId receiver, Role role, IReadOnlyCollection<Role> open, PersonId by, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(open);
        return (role, open) switch
        {
            _ when receiver == by && Duties.IsNeverGivenToOneself(role) => IdentityErrors.OwnRole,
            _ when open.Contains(role) => IdentityErrors.RoleHeld,
            _ when Duties.Conflict(open, role) => IdentityErrors.DutiesConflict,
            _ => new RoleGrant
            {
                Id = Kernel.Id.New<RoleGrantId>(now),
                OrganisationId = organisation,
                PersonId = receiver,
                Role = role,
                State = RoleGrantState.Requested,
                RequestedBy = by,
                RequestedAt = now,
            },
        };
    }

    /// <summary>The administrator's role that an invitation gives; the invitation was the first person's act, redeeming it the second's.</summary>
    public static Result<RoleGrant> Redeem(
        OrganisationId organisation, PersonId receiver, IReadOnlyCollection<Role> open, PersonId invitedBy, DateTimeOffset now) =>
        Request(organisation, receiver, Role.Administrator, open, invitedBy, now)
            .Map(grant => grant with { State = RoleGrantState.Held, ApprovedBy = receiver, ApprovedAt = now });

    /// <summary>Approves a request. <paramref name="otherOpen"/> are the receiver's other requested and held roles in the organisation.</summary>
    public Result<RoleGrant> Approve(PersonId by, IReadOnlyCollection<Role> otherOpen, DateTimeOffset now)
    {
        if (State is not (RoleGrantState.Requested or RoleGrantState.Expired))
        {
            return IdentityErrors.RoleGrantNotOpen;
        }

        if (by == PersonId)
        {
            return IdentityErrors.OwnRole;
        }

        return Granting.Approve(by, now, GrantErrors).Then(approved => Duties.Conflict(otherOpen, Role)
            ? (Result<RoleGrant>)IdentityErrors.DutiesConflict
            : this with { State = RoleGrantState.Held, ApprovedBy = approved.ApprovedBy, ApprovedAt = approved.ApprovedAt });
    }

    /// <summary>Takes the role away at once; doing it again changes nothing. An organisation never loses its last administrator.</summary>
    /// <param name="isLastAdministrator">True when no other person holds the administrator's role in the organisation.</param>
    public Result<RoleGrant> Revoke(PersonId by, bool isLastAdministrator, DateTimeOffset now)
    {
        return State switch
        {
            RoleGrantState.Revoked or RoleGrantState.Expired => this,
            RoleGrantState.Held when Role == Role.Administrator && isLastAdministrator => IdentityErrors.LastAdministrator,
            RoleGrantState.Requested or RoleGrantState.Held or RoleGrantState.Unspecified =>
                this with { State = RoleGrantState.Revoked, RevokedBy = by, RevokedAt = now },
        };
    }
}
