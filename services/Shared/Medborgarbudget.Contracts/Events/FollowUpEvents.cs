namespace Medborgarbudget.Contracts.Events;

/// <summary>A measure as it is now: published when it is ordered and whenever its state changes.</summary>
/// <param name="Version">Rises with every change, also with those that are not published.</param>
/// <param name="Number">The proposal's number in its sub-budget.</param>
/// <param name="State">Name of medborgarbudget.followup.v1.MeasureState without prefix, e.g. <c>Ordered</c>.</param>
public sealed record MeasureChanged(
    Guid MeasureId,
    Guid ProposalId,
    Guid SubBudgetId,
    Guid OrganisationId,
    int Version,
    int Number,
    string Title,
    string State,
    long DecidedCostOre,
    long CostSoFarOre) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.followup.measure_changed.v1";

    public Guid Subject => MeasureId;
}
