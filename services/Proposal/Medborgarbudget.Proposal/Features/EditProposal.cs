using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Replaces the text of an own draft or proposal by somebody who has seen its newest version.</summary>
internal sealed class EditProposal(ProposalStore proposals, Caller caller, TimeProvider clock)
{
    public async Task<Result<View>> Handle(EditProposalRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var text = fields.ReadText(request.Text);
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

        var changed = found.Proposal.Edit(found.SubBudget, me, request.Version, text, clock.GetUtcNow());
        return changed.Succeeded(out var edited, out var refused)
            ? await proposals.Change(found, edited, me, cancellationToken)
            : refused;
    }
}
