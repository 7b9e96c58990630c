namespace Medborgarbudget.Budgets;

/// <summary>The state of a sub-budget; one follows the other, none is left out. Paused and aborted are flags beside it.</summary>
public enum Phase
{
    /// <summary>Utkast.</summary>
    Draft = 1,

    /// <summary>Fastställd: the plan no longer changes.</summary>
    Determined,

    /// <summary>Aviserad.</summary>
    Announced,

    /// <summary>Idéinlämning.</summary>
    IdeaIntake,

    /// <summary>Beredning.</summary>
    Screening,

    /// <summary>Ny prövning.</summary>
    ReviewWindow,

    /// <summary>Röstsedel låst.</summary>
    BallotFrozen,

    /// <summary>Röstning.</summary>
    Voting,

    /// <summary>Räkning.</summary>
    Counting,

    /// <summary>Preliminärt resultat.</summary>
    PreliminaryResult,

    /// <summary>Beslut.</summary>
    Decision,

    /// <summary>Genomförande.</summary>
    Implementation,

    /// <summary>Uppföljning.</summary>
    FollowUp,

    /// <summary>Avslutad.</summary>
    Closed,
}

/// <summary>Who moves a sub-budget on.</summary>
public enum Mover
{
    ProcessLeader,
    LeadScreener,
    CountLeader,
    Secretary,
    Implementer,
    Analyst,
}

/// <summary>The order of the phases and what belongs to each step.</summary>
public static class Phases
{
    /// <summary>The phase after this one; null after the last.</summary>
    public static Phase? Next(Phase phase) => phase == Phase.Closed ? null : phase + 1;

    /// <summary>Who may move a sub-budget out of a phase; any one of them.</summary>
    public static IReadOnlyList<Mover> MayLeave(Phase phase) => phase switch
    {
        Phase.Draft or Phase.Determined or Phase.Announced or Phase.IdeaIntake => [Mover.ProcessLeader],
        Phase.Screening or Phase.ReviewWindow => [Mover.LeadScreener],
        Phase.BallotFrozen => [Mover.ProcessLeader, Mover.LeadScreener],
        Phase.Voting => [Mover.ProcessLeader, Mover.CountLeader],
        Phase.Counting or Phase.PreliminaryResult => [Mover.CountLeader],
        Phase.Decision => [Mover.Secretary],
        Phase.Implementation => [Mover.Implementer],
        Phase.FollowUp => [Mover.Analyst],
        Phase.Closed => [],
    };

    /// <summary>Leaving this phase needs a second person.</summary>
    public static bool NeedsSecondPerson(Phase leaving) =>
        leaving is Phase.Determined or Phase.BallotFrozen or Phase.PreliminaryResult;

    /// <summary>The services that own facts which must hold before the phase is entered.</summary>
    public static IReadOnlyList<string> GuardOwners(Phase entering) => entering switch
    {
        Phase.Announced => ["Decision"],
        Phase.Screening => ["Proposal"],
        Phase.ReviewWindow => ["Proposal", "Screening"],
        Phase.BallotFrozen => ["Screening", "Voting"],
        Phase.Voting => ["Voting", "Identity"],
        Phase.Counting or Phase.PreliminaryResult or Phase.Decision => ["Voting"],
        Phase.Implementation => ["Decision"],
        Phase.FollowUp or Phase.Closed => ["FollowUp"],
        Phase.Draft or Phase.Determined or Phase.IdeaIntake => [],
    };

    /// <summary>The window that must be over before the phase is left; null where none binds.</summary>
    public static Window? WindowOf(Phase phase) => phase switch
    {
        Phase.IdeaIntake => Window.Intake,
        Phase.ReviewWindow => Window.Review,
        Phase.Voting => Window.Voting,
        Phase.PreliminaryResult => Window.Objections,
        _ => null,
    };

    /// <summary>An open window can be paused.</summary>
    public static bool CanPause(Phase phase) => phase is Phase.IdeaIntake or Phase.Screening or Phase.ReviewWindow or Phase.Voting;

    /// <summary>Before the body decides, a sub-budget can be aborted; afterwards the decision stands.</summary>
    public static bool CanAbort(Phase phase) => phase < Phase.Decision;
}
