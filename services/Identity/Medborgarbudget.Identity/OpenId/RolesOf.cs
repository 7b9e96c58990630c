using Medborgarbudget.Identity.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>
/// What a person holds: the grants, and network leader for the persons that the configuration names. The latter is in no table, so that
/// taking a name out of the configuration takes the right away.
/// </summary>
internal sealed class RolesOf(RoleStore roles, NetworkLeaders leaders)
{
    public async Task<IReadOnlyList<HeldRole>> ReadAsync(Person person, CancellationToken cancellationToken)
    {
        var held = (await roles.HeldAsync(person.Id, cancellationToken))
            .Select(grant => new HeldRole((Contracts.Access.V1.Role)grant.Role, grant.OrganisationId));
        return leaders.Include(person.Key)
            ? [.. held, new HeldRole(Contracts.Access.V1.Role.NetworkLeader, null)]
            : [.. held];
    }
}
