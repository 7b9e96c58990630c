using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity;

/// <summary>A role of a person in an organisation; letters as in the permissions matrix. Numbers and names are those of access.proto.</summary>
public enum Role
{
    /// <summary>No role; never stored.</summary>
    Unspecified = 0,

    /// <summary>M.</summary>
    Moderator = 1,

    /// <summary>R.</summary>
    Screener = 2,

    /// <summary>L.</summary>
    LeadScreener = 3,

    /// <summary>P.</summary>
    ProcessLeader = 4,

    /// <summary>O: marks the roll at a place.</summary>
    VotingOfficer = 5,

    /// <summary>T: reads paper cards.</summary>
    Counter = 6,

    /// <summary>C.</summary>
    CountLeader = 7,

    /// <summary>S.</summary>
    Secretary = 8,

    /// <summary>E.</summary>
    ElectedMember = 9,

    /// <summary>G.</summary>
    Implementer = 10,

    /// <summary>U.</summary>
    Analyst = 11,

    /// <summary>X.</summary>
    Auditor = 12,

    /// <summary>A.</summary>
    Archivist = 13,

    /// <summary>H: administers users, roles and rolls.</summary>
    Administrator = 14,

    /// <summary>N: held in the installation, never granted in an organisation.</summary>
    NetworkLeader = 15,
}

/// <summary>A role in an organisation, or in one of its sub-budgets alone.</summary>
/// <param name="Role">What role it is.</param>
/// <param name="SubBudget">Null for the whole organisation.</param>
public readonly record struct ScopedRole(Role Role, SubBudgetId? SubBudget)
{
    /// <summary>There is a sub-budget where both count.</summary>
    public bool Meets(ScopedRole other) => SubBudget is null || other.SubBudget is null || SubBudget == other.SubBudget;

    /// <summary>Whoever holds it holds the other too: it is the same role, there or in the whole organisation.</summary>
    public bool Includes(ScopedRole other) => Role == other.Role && (SubBudget is null || SubBudget == other.SubBudget);
}

/// <summary>Separation of duties between the roles that one person holds in one organisation.</summary>
public static class Duties
{
    private static readonly Role[] Roll = [Role.VotingOfficer, Role.Administrator];

    private static readonly Role[] Ballot = [Role.Counter, Role.CountLeader];

    private static readonly Role[] OfOrganisation = [Role.Administrator, Role.Archivist, Role.NetworkLeader];

    private static readonly Role[] NeverToOneself = [Role.LeadScreener, Role.CountLeader, Role.Counter, Role.Secretary];

    /// <summary>True when the role may not join those held: nobody has access to both the roll and the ballots of one sub-budget.</summary>
    public static bool Conflict(IEnumerable<ScopedRole> held, ScopedRole added)
    {
        ArgumentNullException.ThrowIfNull(held);
        var opposite = Roll.Contains(added.Role) ? Ballot : Ballot.Contains(added.Role) ? Roll : [];
        return held.Any(other => opposite.Contains(other.Role) && other.Meets(added));
    }

    /// <summary>True for the roles whose work lies in sub-budgets, so that they may be held in one of them alone.</summary>
    public static bool MayBeLimited(Role role) => role != Role.Unspecified && !OfOrganisation.Contains(role);

    /// <summary>True for the roles that an administrator may give to others only.</summary>
    public static bool IsNeverGivenToOneself(Role role) => NeverToOneself.Contains(role);
}
