using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Asks for a role for a person; it gives no right before another administrator has approved it.</summary>
internal sealed class RequestRoleGrant(
    IdentityDb db, RoleStore roles, PersonStore persons, RollStore rolls, AuditTrail trail, Caller caller, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.RoleGrant>> Handle(RequestRoleGrantRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var organisation = fields.Id<OrganisationId>(request.OrganisationId, "organisationId");
        var person = fields.Id<PersonId>(request.PersonId, "personId");
        var asked = new ScopedRole((Role)fields.Known(request.Role, "role"), request.SubBudgetId.Length > 0 ? fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId") : null);
        fields.Check(asked.Role != Role.NetworkLeader, "role", "is not held in an organisation");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!caller.MayActIn(organisation))
        {
            return GeneralErrors.Forbidden;
        }

        if (!await persons.ExistsAsync(person, cancellationToken))
        {
            return IdentityErrors.PersonMissing;
        }

        if (asked.SubBudget is { } id && (await rolls.FindSubBudgetAsync(id, cancellationToken))?.OrganisationId != organisation)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        var now = clock.GetUtcNow();
        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await roles.LockAsync(organisation, now, cancellationToken);
        var open = await roles.OpenGrantsAsync(organisation, person, cancellationToken);
        var requested = RoleGrant.Request(organisation, person, asked, [.. open.Select(grant => grant.Scoped)], caller.Person!.Value, now);
        if (!requested.Succeeded(out var grant, out var refusal))
        {
            return refusal;
        }

        await roles.AddAsync(grant, cancellationToken);
        await trail.NoteAsync(organisation, grant.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return grant.ToMessage(now);
    }
}
