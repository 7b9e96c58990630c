using Medborgarbudget.Kernel;
using Medborgarbudget.Network.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Network.Features;

/// <summary>Loads an organisation that the caller may act in by the current rpc's roles.</summary>
internal static class OwnOrganisation
{
    public static async Task<Result<Organisation>> FindFor(
        this OrganisationStore organisations, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<OrganisationId>(id, out var organisationId))
        {
            return NetworkErrors.OrganisationMissing;
        }

        var found = await organisations.Find(organisationId, cancellationToken);
        return found.Then<Organisation>(organisation => caller.MayActIn(organisation.Id) ? organisation : GeneralErrors.Forbidden);
    }
}
