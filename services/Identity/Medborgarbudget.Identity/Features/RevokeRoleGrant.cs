using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Takes a role away at once, or withdraws a request. Tokens that carry it live five minutes at most.</summary>
internal sealed class RevokeRoleGrant(ChangeRoleGrant change, RoleStore roles, TimeProvider clock)
{
    public Task<Result<Contracts.Identity.V1.RoleGrant>> Handle(RevokeRoleGrantRequest request, CancellationToken cancellationToken) =>
        change.ApplyAsync(
            request.RoleGrantId,
            async (grant, by) =>
            {
                var administrators = await roles.CountAdministratorsAsync(grant.OrganisationId, cancellationToken);
                return grant.Revoke(by, isLastAdministrator: administrators <= 1, clock.GetUtcNow());
            },
            cancellationToken);
}
