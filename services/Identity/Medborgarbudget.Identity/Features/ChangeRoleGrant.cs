using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// What approving and taking away share: the grant is found, the caller's right in its organisation asked, and the change decided while no
/// other change of the organisation's roles runs.
/// </summary>
internal sealed class ChangeRoleGrant(IdentityDb db, RoleStore roles, AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.RoleGrant>> ApplyAsync(
        string idText, Func<RoleGrant, PersonId, Task<Result<RoleGrant>>> decide, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<RoleGrantId>(idText, out var id) || await roles.FindAsync(id, cancellationToken) is not { } found)
        {
            return IdentityErrors.RoleGrantMissing;
        }

        if (!caller.MayActIn(found.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await roles.LockAsync(found.OrganisationId, clock.GetUtcNow(), cancellationToken);
        var current = await roles.FindAsync(id, cancellationToken) ?? found;
        if (!(await decide(current, caller.Person!.Value)).Succeeded(out var changed, out var refusal))
        {
            return refusal;
        }

        await roles.ReplaceAsync(changed, cancellationToken);
        await trail.NoteAsync(changed.OrganisationId, changed.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return changed.ToMessage(clock.GetUtcNow());
    }
}
