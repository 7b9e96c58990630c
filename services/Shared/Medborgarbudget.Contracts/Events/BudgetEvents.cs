namespace Medborgarbudget.Contracts.Events;

/// <summary>A sub-budget as it is now: published at every change, consumers keep what they need of the newest version.</summary>
/// <param name="Version">Rises by one with every change.</param>
/// <param name="Phase">Name of medborgarbudget.budget.v1.Phase without prefix, e.g. <c>IdeaIntake</c>.</param>
public sealed record SubBudgetChanged(
    Guid SubBudgetId,
    Guid EditionId,
    Guid OrganisationId,
    int Version,
    string Phase,
    bool Paused,
    bool Aborted,
    bool Rehearsal,
    string Name,
    long AmountOre,
    long MaxProposalCostOre,
    VotingRuleData VotingRule,
    RollRuleData RollRule,
    CalendarData Calendar,
    IReadOnlyList<CriterionData> Criteria) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.budget.sub_budget_changed.v1";

    public Guid Subject => SubBudgetId;
}

/// <summary>How ballots are filled in and counted. Names are those of medborgarbudget.budget.v1 without prefix.</summary>
/// <param name="VoteType"><c>Approval</c>, <c>Knapsack</c> or <c>ChooseOne</c>.</param>
/// <param name="CountRule">Such as <c>GreedyNoSkip</c> or <c>EqualShares</c>.</param>
/// <param name="MaxChoices">0 = no limit.</param>
/// <param name="VoteThreshold">0 = none.</param>
public sealed record VotingRuleData(string VoteType, string CountRule, int MaxChoices, int VoteThreshold)
{
    /// <summary>Of the greedy rules.</summary>
    public IReadOnlyList<SizeQuotaData> SizeQuotas { get; init; } = [];

    /// <summary>With <c>EqualShares</c>.</summary>
    public EqualSharesData? EqualShares { get; init; }

    /// <summary>Of <c>Phragmen</c>.</summary>
    public bool PassesOver { get; init; }

    /// <summary>Of <c>MaxWelfare</c>.</summary>
    public bool ByCost { get; init; }

    /// <summary>With <c>Cstv</c>.</summary>
    public CstvData? Cstv { get; init; }

    /// <summary>Voters may be shown their own ballots.</summary>
    public bool Castcheck { get; init; }
}

/// <summary>At most so many winners up to a cost.</summary>
public sealed record SizeQuotaData(long MaxCostOre, int Winners);

/// <summary>The options of Equal Shares.</summary>
/// <param name="SupportFloor">0 = none.</param>
public sealed record EqualSharesData(
    string Utility, string Completion, string Comparison, bool StartsExact, long IncrementOre, bool ExhaustiveStop, int SupportFloor);

/// <summary>The options of cumulative votes with transfers.</summary>
public sealed record CstvData(string Transfer, string Selection);

/// <summary>Who may vote. Ages in whole years at the date; 0 = no limit.</summary>
public sealed record RollRuleData(int MinAge, int MaxAge, DateOnly AsOf)
{
    /// <summary>Whose residents may vote; with neither areas nor groups everybody on the roll.</summary>
    public IReadOnlyList<string> Areas { get; init; } = [];

    /// <summary>Whose members may vote wherever they live.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Younger ones vote with a code their guardians get, or at a place; 0 = nobody.</summary>
    public int GuardianUnder { get; init; }

    /// <summary>Residents of other areas may choose this sub-budget, one in the edition.</summary>
    public bool FreeChoice { get; init; }

    /// <summary>Names of the ties that whoever lives elsewhere may declare and vote by.</summary>
    public IReadOnlyList<string> Connections { get; init; } = [];
}

/// <summary>The windows, in UTC.</summary>
public sealed record CalendarData(
    DateTimeOffset IntakeOpens,
    DateTimeOffset IntakeCloses,
    DateTimeOffset ReviewCloses,
    DateTimeOffset VotingOpens,
    DateTimeOffset VotingCloses,
    DateTimeOffset ObjectionsClose);

/// <summary>One criterion of the frozen set.</summary>
public sealed record CriterionData(string Key, string Text);

/// <summary>An edition is closed: every sub-budget is closed or aborted.</summary>
public sealed record EditionClosed(Guid EditionId, Guid OrganisationId, string Name, int Year) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.budget.edition_closed.v1";

    public Guid Subject => EditionId;
}
