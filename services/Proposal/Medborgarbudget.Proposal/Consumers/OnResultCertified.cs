using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Proposals.Storage;

namespace Medborgarbudget.Proposals.Consumers;

/// <summary>Notes what the certified result says. It outranks the ballot and yields to the decision, so order and repetition do not matter.</summary>
internal sealed class OnResultCertified(ProposalStore store) : IConsumer<ResultCertified>
{
    public Task HandleAsync(ResultCertified happened, CancellationToken cancellationToken)
    {
        var selected = happened.Items.ToDictionary(item => new ProposalId(item.ProposalId), item => item.Selected);
        return store.Follow(selected.Keys, proposal => proposal.Course.WithResult(selected[proposal.Id]), cancellationToken);
    }
}
