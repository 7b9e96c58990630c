using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The first person's wish that a role be taken away. Whoever holds it lays it down alone; a mere request is withdrawn alone.</summary>
internal sealed class RequestRoleRevocation(ChangeRoleGrant change, RoleStore roles, TimeProvider clock)
{
    public Task<Result<Contracts.Identity.V1.RoleGrant>> Handle(RequestRoleRevocationRequest request, CancellationToken cancellationToken) =>
        change.ApplyAsync(
            request.RoleGrantId,
            async (grant, by) =>
            {
                var administrators = await roles.CountAdministratorsAsync(grant.OrganisationId, cancellationToken);
                return grant.RequestRevocation(by, isLastAdministrator: administrators <= 1, clock.GetUtcNow());
            },
            cancellationToken);
}
