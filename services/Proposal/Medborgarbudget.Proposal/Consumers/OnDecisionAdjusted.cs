using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Proposals.Storage;

namespace Medborgarbudget.Proposals.Consumers;

/// <summary>
/// Notes what the body has decided. It outranks everything else, so order and repetition do not matter; a project that was sent back
/// is not decided yet and keeps what the vote said.
/// </summary>
internal sealed class OnDecisionAdjusted(ProposalStore store) : IConsumer<DecisionAdjusted>
{
    public Task HandleAsync(DecisionAdjusted happened, CancellationToken cancellationToken)
    {
        var approved = happened.Items
            .Where(item => item.Outcome is "Approved" or "ApprovedWithChange" or "Rejected")
            .ToDictionary(item => new ProposalId(item.ProposalId), item => item.Outcome is not "Rejected");
        return store.Follow(approved.Keys, proposal => proposal.Course.WithDecision(approved[proposal.Id]), cancellationToken);
    }
}
