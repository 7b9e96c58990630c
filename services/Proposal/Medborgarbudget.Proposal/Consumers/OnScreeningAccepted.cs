using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Proposals.Storage;

namespace Medborgarbudget.Proposals.Consumers;

/// <summary>Notes the outcome of a screening. An outcome that is not newer changes nothing, so order and repetition do not matter.</summary>
internal sealed class OnScreeningAccepted(ProposalStore store) : IConsumer<ScreeningAccepted>
{
    public Task HandleAsync(ScreeningAccepted happened, CancellationToken cancellationToken)
    {
        var isFeasible = happened.Feasibility is "Feasible" or "FeasibleWithChange";
        return store.Follow(
            [new ProposalId(happened.ProposalId)],
            proposal => proposal.Course.WithOutcome(happened.Version, isFeasible, new Money(happened.CostOre), happened.Reason),
            cancellationToken);
    }
}
