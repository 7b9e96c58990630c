namespace Medborgarbudget.Contracts.Events;

/// <summary>The body has decided and the minutes are adjusted: the decision is public and may be carried out (KL 13:14).</summary>
public sealed record DecisionAdjusted(
    Guid CaseId, Guid SubBudgetId, Guid OrganisationId, string DecisionReference, IReadOnlyList<ItemDecisionData> Items) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.decision.decision_adjusted.v1";

    public Guid Subject => CaseId;
}

/// <summary>The outcome for one project.</summary>
/// <param name="Outcome"><c>Approved</c>, <c>ApprovedWithChange</c>, <c>Rejected</c> or <c>SentBack</c>.</param>
public sealed record ItemDecisionData(Guid ProposalId, int Number, string Title, long CostOre, string Outcome, bool Deviates, string Reason);

/// <summary>
/// The time for a legality review of the decision is over (KL 13:5). It has legal force, unless somebody asked for a review in time: that is known
/// to the court and not here.
/// </summary>
/// <param name="NoticeOn">The day of the notice on the official board.</param>
/// <param name="LegalForceOn">Legal force at the earliest: the day after the three weeks from the notice.</param>
public sealed record LegalForceDue(
    Guid CaseId, Guid SubBudgetId, Guid OrganisationId, string DecisionReference, DateOnly NoticeOn, DateOnly LegalForceOn) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.decision.legal_force_due.v1";

    public Guid Subject => CaseId;
}
