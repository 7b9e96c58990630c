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
