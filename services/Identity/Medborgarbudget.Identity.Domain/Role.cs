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

/// <summary>Separation of duties between the roles that one person holds in one organisation.</summary>
public static class Duties
{
    private static readonly Role[] Roll = [Role.VotingOfficer, Role.Administrator];

    private static readonly Role[] Ballot = [Role.Counter, Role.CountLeader];

    private static readonly Role[] NeverToOneself = [Role.LeadScreener, Role.CountLeader, Role.Counter, Role.Secretary];

    /// <summary>True when the role may not join those held: nobody has access to both the roll and the ballots.</summary>
    public static bool Conflict(IEnumerable<Role> held, Role added)
    {
        ArgumentNullException.ThrowIfNull(held);
        var opposite = Roll.Contains(added) ? Ballot : Ballot.Contains(added) ? Roll : [];
        return held.Any(opposite.Contains);
    }

    /// <summary>True for the roles that an administrator may give to others only.</summary>
    public static bool IsNeverGivenToOneself(Role role) => NeverToOneself.Contains(role);
}
