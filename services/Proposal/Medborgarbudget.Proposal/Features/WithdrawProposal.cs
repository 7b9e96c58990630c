using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Withdraws an own proposal; a draft, which was never received, is thrown away.</summary>
internal sealed class WithdrawProposal(ProposalStore proposals, Caller caller, TimeProvider clock)
{
    public async Task<Result<View>> Handle(WithdrawProposalRequest request, CancellationToken cancellationToken)
    {
        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await proposals.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (!found.Proposal.Withdraw(me, clock.GetUtcNow()).Succeeded(out var withdrawn, out var refused))
        {
            return refused;
        }

        return withdrawn.IsDraft()
            ? (await proposals.Discard(withdrawn, cancellationToken)).Map(_ => new View(withdrawn, found.SubBudget.Phase, 0, false))
            : await proposals.Change(found, withdrawn, me, cancellationToken);
    }
}
