using Medborgarbudget.Kernel;

namespace Medborgarbudget.Network;

/// <summary>
/// A municipality, region or other body with its membership in the network. Not its users (Identity) and not its budgets (Budget).
/// Invariant: cohort and end of membership are known exactly when it is or has been admitted; the version rises by one with every change.
/// </summary>
public sealed record Organisation
{
    /// <summary>A cohort stays together for two years.</summary>
    public const int YearsOfMembership = 2;

    public required OrganisationId Id { get; init; }

    public required string Name { get; init; }

    public required OrganisationKind Kind { get; init; }

    public required string Slug { get; init; }

    /// <summary>For rehearsals and third-party sandboxes: no real voters.</summary>
    public required bool IsRehearsal { get; init; }

    public required MembershipState Membership { get; init; }

    public string? Cohort { get; init; }

    /// <summary>The last day of membership.</summary>
    public DateOnly? MemberUntil { get; init; }

    public required int Version { get; init; }

    /// <summary>An organisation that has expressed interest.</summary>
    public static Organisation Register(OrganisationId id, string name, OrganisationKind kind, string slug, bool isRehearsal) => new()
    {
        Id = id,
        Name = name,
        Kind = kind,
        Slug = slug,
        IsRehearsal = isRehearsal,
        Membership = MembershipState.Interested,
        Version = 1,
    };

    /// <summary>Admitted, and the two years have not passed. An organisation whose years have passed may apply anew.</summary>
    public bool IsMember(DateOnly today) => Membership == MembershipState.Admitted && today <= MemberUntil;

    /// <summary>Records that an application waits. Errors: application_open, already_member.</summary>
    public Result<Organisation> Apply(DateOnly today) => Membership switch
    {
        MembershipState.Applied => NetworkErrors.ApplicationOpen,
        MembershipState.Admitted when IsMember(today) => NetworkErrors.AlreadyMember,
        MembershipState.Interested or MembershipState.Admitted or MembershipState.Declined
            or MembershipState.Withdrawn or MembershipState.Unspecified => Change(MembershipState.Applied),
    };

    /// <summary>Takes it into a cohort for two years from today.</summary>
    public Organisation Admit(string cohort, DateOnly today) =>
        Change(MembershipState.Admitted) with { Cohort = cohort, MemberUntil = today.AddYears(YearsOfMembership) };

    public Organisation Decline() => Change(MembershipState.Declined);

    public Organisation Withdraw() => Change(MembershipState.Withdrawn);

    private Organisation Change(MembershipState membership) => this with { Membership = membership, Version = Version + 1 };
}
