using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Network.Storage;

namespace Medborgarbudget.Network.Consumers;

/// <summary>Keeps which editions are closed. Closing is final, so a repetition finds it known and order does not matter.</summary>
internal sealed class OnEditionClosed(NetworkDb db) : IConsumer<EditionClosed>
{
    public async Task HandleAsync(EditionClosed happened, CancellationToken cancellationToken)
    {
        var id = EditionId.From(happened.EditionId);
        if (await db.ClosedEditions.FindAsync([id], cancellationToken) is null)
        {
            var edition = new ClosedEdition(id, OrganisationId.From(happened.OrganisationId), happened.Name, happened.Year);
            db.ClosedEditions.Add(new ClosedEditionRow { Id = id, State = edition });
        }
    }
}
