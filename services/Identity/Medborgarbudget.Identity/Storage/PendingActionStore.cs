using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>What waits for an approval, of everything that this service keeps; also what has expired.</summary>
internal sealed class PendingActionStore(IdentityDb db)
{
    /// <summary>Requested grants, and held ones that somebody has asked to be taken away.</summary>
    public async Task<IReadOnlyList<RoleGrant>> RoleGrantsAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        await db.RoleGrants.AsNoTracking()
            .Where(grant => grant.OrganisationId == organisation
                && (grant.State == RoleGrantState.Requested || (grant.State == RoleGrantState.Held && grant.RevocationRequestedAt != null)))
            .ToListAsync(cancellationToken);

    /// <summary>Clients on trial.</summary>
    public async Task<IReadOnlyList<ApiClient>> ClientsAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        await db.ApiClients.AsNoTracking()
            .Where(client => client.OrganisationId == organisation && client.State == ApiClientState.Requested).ToListAsync(cancellationToken);

    /// <summary>Keys whose destruction somebody has requested and nobody approved.</summary>
    public async Task<IReadOnlyList<KeyCustody>> KeysAsync(OrganisationId organisation, CancellationToken cancellationToken)
    {
        var found = await (
            from key in db.PseudonymKeys.AsNoTracking()
            join subBudget in db.SubBudgets.AsNoTracking() on key.SubBudgetId equals subBudget.Id
            where subBudget.OrganisationId == organisation && key.RequestedAt != null && key.DestroyedAt == null
            select key).ToListAsync(cancellationToken);
        return [.. found.Select(key => key.ToCustody())];
    }
}
