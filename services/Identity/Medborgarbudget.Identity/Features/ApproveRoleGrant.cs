using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The second person's yes to a requested role.</summary>
internal sealed class ApproveRoleGrant(ChangeRoleGrant change, RoleStore roles, TimeProvider clock)
{
    public Task<Result<Contracts.Identity.V1.RoleGrant>> Handle(ApproveRoleGrantRequest request, CancellationToken cancellationToken) =>
        change.ApplyAsync(
            request.RoleGrantId,
            async (grant, by) =>
            {
                var open = await roles.OpenGrantsAsync(grant.OrganisationId, grant.PersonId, cancellationToken);
                return grant.Approve(by, [.. open.Where(other => other.Id != grant.Id).Select(other => other.Scoped)], clock.GetUtcNow());
            },
            cancellationToken);
}
