using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Hides a proposal from the public, with a reason.</summary>
internal sealed class HideProposal(ProposalStore proposals, Caller caller)
{
    public async Task<Result<View>> Handle(HideProposalRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var reason = fields.Text(request.Reason, "reason", 1, 1_000);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await proposals.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (!caller.MayActIn(found.Proposal.OrganisationId, found.Proposal.SubBudgetId))
        {
            return GeneralErrors.Forbidden;
        }

        return found.Proposal.Hide(found.SubBudget, me, reason).Succeeded(out var hidden, out var refused)
            ? await proposals.Change(found, hidden, me, cancellationToken)
            : refused;
    }
}
