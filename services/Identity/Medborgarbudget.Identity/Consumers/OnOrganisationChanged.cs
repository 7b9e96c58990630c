using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Keeps the copy of organisations in which roles are given.</summary>
internal sealed class OnOrganisationChanged(IdentityDb db) : IConsumer<OrganisationChanged>
{
    // A snapshot with a version: one that is not newer is dropped, so repetition and disorder change nothing.
    public async Task HandleAsync(OrganisationChanged happened, CancellationToken cancellationToken)
    {
        var id = new OrganisationId(happened.OrganisationId);
        var known = await db.Organisations.FindAsync([id], cancellationToken);
        if (known is null)
        {
            db.Organisations.Add(new OrganisationRow { Id = id, Version = happened.Version, Name = happened.Name });
        }
        else if (happened.Version > known.Version)
        {
            known.Version = happened.Version;
            known.Name = happened.Name;
        }
    }
}
