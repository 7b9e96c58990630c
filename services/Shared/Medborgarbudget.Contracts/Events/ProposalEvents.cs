namespace Medborgarbudget.Contracts.Events;

/// <summary>A received proposal as it is now: published when it is received and at every later change of text or state. Drafts are never published.</summary>
/// <param name="State">Name of medborgarbudget.proposal.v1.ProposalState without prefix, e.g. <c>Received</c>.</param>
/// <param name="Proposers">Opaque person ids of proposer and co-proposers, so that nobody screens an own proposal; empty when entered on another's behalf.</param>
public sealed record ProposalChanged(
    Guid ProposalId,
    Guid SubBudgetId,
    Guid OrganisationId,
    int Version,
    int Number,
    string State,
    string Title,
    string Text,
    string Place,
    IReadOnlyList<Guid> Proposers) : IIntegrationEvent
{
    public static string Type => "medborgarbudget.proposal.proposal_changed.v1";

    public Guid Subject => ProposalId;
}
