using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Receives an own draft: it gets a number and becomes an official document.</summary>
internal sealed class SubmitProposal(ProposalStore proposals, Caller caller, TimeProvider clock)
{
    public async Task<Result<View>> Handle(SubmitProposalRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await proposals.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        var now = clock.GetUtcNow();
        if (found.Proposal.CheckSubmittable(found.SubBudget, me, now).Error is { } refused)
        {
            return refused;
        }

        var received = await proposals.Receive(found.Proposal, now, cancellationToken);
        return received.Map(proposal => new View(proposal, found.SubBudget.Phase, 0, false));
    }
}
