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

/// <summary>How ballots are filled in and counted.</summary>
/// <param name="VoteType"><c>Approval</c>, <c>Knapsack</c> or <c>ChooseOne</c>.</param>
/// <param name="CountRule"><c>Greedy</c>, <c>GreedyNoSkip</c> or <c>GreedyPerCost</c>.</param>
/// <param name="MaxChoices">0 = no limit.</param>
/// <param name="VoteThreshold">0 = none.</param>
public sealed record VotingRuleData(string VoteType, string CountRule, int MaxChoices, int VoteThreshold);

/// <summary>Who may vote. Ages in whole years at the date; 0 = no limit.</summary>
public sealed record RollRuleData(int MinAge, int MaxAge, DateOnly AsOf);

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
