using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets;

/// <summary>A window of the calendar that can be extended.</summary>
public enum Window
{
    Intake = 1,
    Review,
    Voting,
    Objections,
}

/// <summary>The direction in which a sub-budget is delimited (SKR).</summary>
public enum ScopeKind
{
    Area = 1,
    Theme,
    ActorGroup,
}

/// <summary>Who may vote: whole years of age at a date, 0 = no limit, and on which grounds. Identity applies it.</summary>
public sealed record RollRule(int MinAge, int MaxAge, DateOnly AsOf)
{
    /// <summary>Whose residents may vote; with neither areas nor groups everybody on the roll.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Whose members may vote wherever they live.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Younger ones vote with a code their guardians get, or at a place; 0 = nobody.</summary>
    public int GuardianUnder { get; init; }

    /// <summary>Residents of other areas may choose this sub-budget, one in the edition.</summary>
    public bool HasFreeChoice { get; init; }

    /// <summary>Ties to the areas that whoever lives elsewhere may declare and then vote by.</summary>
    public IReadOnlyList<Connection> Connections { get; init; } = [];
}

/// <summary>A tie to an area other than living there. Numbers are those of the contract.</summary>
public enum Connection
{
    Works = 1,
    Studies,
    Owns,
    RunsBusiness,
    Family,
}

/// <summary>The windows of a sub-budget. They open and close on time; the phase moves by command. In order, see <see cref="IsInOrder"/>.</summary>
public sealed record Calendar(
    DateTimeOffset IntakeOpens,
    DateTimeOffset IntakeCloses,
    DateTimeOffset ReviewCloses,
    DateTimeOffset VotingOpens,
    DateTimeOffset VotingCloses,
    DateTimeOffset ObjectionsClose)
{
    public bool IsInOrder =>
        IntakeOpens < IntakeCloses && IntakeCloses <= ReviewCloses && ReviewCloses <= VotingOpens
            && VotingOpens < VotingCloses && VotingCloses <= ObjectionsClose;

    public DateTimeOffset Closes(Window window) => window switch
    {
        Window.Intake => IntakeCloses,
        Window.Review => ReviewCloses,
        Window.Voting => VotingCloses,
        Window.Objections => ObjectionsClose,
    };

    /// <summary>The calendar with one window closing later; what follows moves by as much, so that the order stays.</summary>
    public Calendar Extended(Window window, DateTimeOffset closes)
    {
        var by = closes - Closes(window);
        return window switch
        {
            Window.Intake => this with { IntakeCloses = closes, ReviewCloses = ReviewCloses + by, VotingOpens = VotingOpens + by, VotingCloses = VotingCloses + by, ObjectionsClose = ObjectionsClose + by },
            Window.Review => this with { ReviewCloses = closes, VotingOpens = VotingOpens + by, VotingCloses = VotingCloses + by, ObjectionsClose = ObjectionsClose + by },
            Window.Voting => this with { VotingCloses = closes, ObjectionsClose = ObjectionsClose + by },
            Window.Objections => this with { ObjectionsClose = closes },
        };
    }
}

/// <summary>One question of the screening.</summary>
public sealed record Criterion(string Key, string Text);

/// <summary>A version of the criteria of an edition; never changed, only followed by the next.</summary>
public sealed record CriteriaSet(Guid Id, int Version, IReadOnlyList<Criterion> Criteria);

/// <summary>What a process leader decides in step 1. Frozen when the sub-budget is determined.</summary>
public sealed record Plan(
    string Name,
    ScopeKind ScopeKind,
    string Scope,
    Money Amount,
    Guid CriteriaSetId,
    VotingRule VotingRule,
    RollRule RollRule,
    Calendar Calendar,
    IReadOnlyList<string> RequiredLanguages,
    Money MaxProposalCost);

/// <summary>Outreach in one language (step 2).</summary>
public sealed record OutreachText(string Language, string Title, string Text, string ContactPoint, string AccessibilityStatement);
