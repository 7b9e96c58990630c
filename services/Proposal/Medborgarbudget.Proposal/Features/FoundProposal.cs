using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Finds what a request names; an id that cannot be one names nothing.</summary>
internal static class FoundProposal
{
    public static async Task<Result<Found>> FindBy(this ProposalStore proposals, string id, CancellationToken cancellationToken) =>
        Id.TryParse<ProposalId>(id, out var proposalId) ? await proposals.Find(proposalId, cancellationToken) : ProposalErrors.Missing;

    public static async Task<Result<SubBudget>> FindSubBudgetBy(this ProposalStore proposals, string id, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(id, out var subBudgetId)
            ? await proposals.FindSubBudget(subBudgetId, cancellationToken)
            : ProposalErrors.SubBudgetMissing;
}
