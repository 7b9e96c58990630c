using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The second person's yes: the role is gone at once. Tokens that carry it live five minutes at most.</summary>
internal sealed class ApproveRoleRevocation(ChangeRoleGrant change, RoleStore roles, TimeProvider clock)
{
    public Task<Result<Contracts.Identity.V1.RoleGrant>> Handle(ApproveRoleRevocationRequest request, CancellationToken cancellationToken) =>
        change.ApplyAsync(
            request.RoleGrantId,
            async (grant, by) =>
            {
                var administrators = await roles.CountAdministratorsAsync(grant.OrganisationId, cancellationToken);
                return grant.ApproveRevocation(by, isLastAdministrator: administrators <= 1, clock.GetUtcNow());
            },
            cancellationToken);
}
