using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Proposals.Storage;

namespace Medborgarbudget.Proposals.Consumers;

/// <summary>Notes which proposals stand on the ballot. The fact is never taken back, so order and repetition do not matter.</summary>
internal sealed class OnBallotFrozen(ProposalStore store) : IConsumer<BallotFrozen>
{
    public Task HandleAsync(BallotFrozen happened, CancellationToken cancellationToken) => store.Follow(
        [.. happened.Items.Select(item => new ProposalId(item.ProposalId))], proposal => proposal.Course.OnBallot(), cancellationToken);
}
