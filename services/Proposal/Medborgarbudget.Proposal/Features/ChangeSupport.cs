using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Supports a proposal, or takes the own support back. Once per person; doing it again changes nothing.</summary>
internal sealed class ChangeSupport(ProposalStore proposals, ParticipationStore participation, Caller caller)
{
    public Task<Result<View>> Handle(SupportProposalRequest request, CancellationToken cancellationToken) =>
        Change(request.ProposalId, participation.AddSupport, cancellationToken);

    public Task<Result<View>> Handle(WithdrawSupportRequest request, CancellationToken cancellationToken) =>
        Change(request.ProposalId, participation.RemoveSupport, cancellationToken);

    private async Task<Result<View>> Change(
        string proposalId, Func<ProposalId, PersonId, CancellationToken, Task> change, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await proposals.FindBy(proposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (found.Proposal.CheckSupportable(found.SubBudget, me).Error is { } refused)
        {
            return refused;
        }

        await change(found.Proposal.Id, me, cancellationToken);
        return await proposals.See(found.Proposal, found.SubBudget.Phase, me, cancellationToken);
    }
}
