namespace Medborgarbudget.Standalone.Demo;

/// <summary>The persons of the simulated e-ID who hold roles in the demo; their keys are those of the sign-in page.</summary>
public static class DemoPersons
{
    public const string NetworkLeader = "alva";
    public const string Administrator = "bo";
    public const string SecondAdministrator = "cilla";
    public const string ProcessLeader = "david";
    public const string SecondProcessLeader = "elsa";
    public const string LeadScreener = "farid";
    public const string SecondLeadScreener = "greta";
    public const string CountLeader = "hugo";
    public const string SecondCountLeader = "ines";
    public const string Secretary = "jonas";
    public const string Analyst = "karin";
    public const string VotingOfficer = "nora";
    public const string Reader = "olga";
    public const string SecondReader = "per";

    /// <summary>Who does what, for the terminal.</summary>
    public static IReadOnlyList<(string Person, string Does)> Roles { get; } =
    [
        (NetworkLeader, "leads the network"),
        (Administrator, "administers users and rolls"),
        (SecondAdministrator, "administers users and rolls"),
        (ProcessLeader, "leads the process, moderates"),
        (SecondProcessLeader, "leads the process"),
        (LeadScreener, "leads the screening"),
        (SecondLeadScreener, "leads the screening"),
        (CountLeader, "leads the count"),
        (SecondCountLeader, "leads the count"),
        (Secretary, "records decisions, carries out measures"),
        (Analyst, "follows up, audits"),
        (VotingOfficer, "takes votes at a voting place (type the name)"),
        (Reader, "reads paper cards (type the name)"),
        (SecondReader, "reads paper cards (type the name)"),
        ("lo", "a child of ten, too young for the demo's votes"),
        ("marta", "a resident"),
    ];
}
