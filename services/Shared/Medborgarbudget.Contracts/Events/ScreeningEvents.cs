namespace Medborgarbudget.Contracts.Events;

/// <summary>A screening has an accepted outcome; published again with a higher version when a review has changed or confirmed it.</summary>
/// <param name="Feasibility"><c>Feasible</c>, <c>FeasibleWithChange</c> or <c>NotFeasible</c>.</param>
/// <param name="CostOre">Investment in öre; 0 when not feasible.</param>
public sealed record ScreeningAccepted(
    Guid ProposalId, Guid SubBudgetId, Guid OrganisationId, int Version, string Feasibility, long CostOre, string Reason) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.screening.screening_accepted.v1";

    public Guid Subject => ProposalId;
}
