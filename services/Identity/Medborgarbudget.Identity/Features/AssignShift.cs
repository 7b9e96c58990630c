using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Gives a voting officer her time at a place.</summary>
internal sealed class AssignShift(IdentityDb db, VotingPlaceAccess access, PlaceStore places, RoleStore roles, AuditTrail trail, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.Shift>> Handle(AssignShiftRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var person = fields.Id<PersonId>(request.PersonId, "personId");
        var begins = ReadTime(fields, request.BeginsAt, "beginsAt");
        var ends = ReadTime(fields, request.EndsAt, "endsAt");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.VotingPlaceId, cancellationToken)).Succeeded(out var found, out var refusal)
            || !Shift.Assign(found.Place.Id, person, begins, ends, clock.GetUtcNow()).Succeeded(out var shift, out refusal))
        {
            return refusal;
        }

        return found.SubBudget.Window.IsOver ? IdentityErrors.VotingOver : await AddAsync(found.SubBudget, shift, cancellationToken);
    }

    private async Task<Result<Contracts.Identity.V1.Shift>> AddAsync(SubBudgetRow subBudget, Shift shift, CancellationToken cancellationToken)
    {
        var held = await roles.OpenGrantsAsync(subBudget.OrganisationId, shift.PersonId, cancellationToken);
        if (!held.Any(grant => grant.State == RoleGrantState.Held && grant.Scoped.Includes(new ScopedRole(Role.VotingOfficer, subBudget.Id))))
        {
            return IdentityErrors.OfficerMissing;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await places.AddShiftAsync(shift, cancellationToken);
        await trail.NoteAsync(subBudget, shift.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return shift.ToMessage();
    }

    /// <summary>A time between 2000 and 2100, cut to seconds.</summary>
    private static DateTimeOffset ReadTime(Fields fields, Timestamp? time, string field)
    {
        const long Year2000 = 946_684_800;
        const long Year2100 = 4_102_444_800;
        if (time is not { Seconds: >= Year2000 and <= Year2100 })
        {
            fields.Fault(field, "is not between the years 2000 and 2100");
            return default;
        }

        return DateTimeOffset.FromUnixTimeSeconds(time.Seconds);
    }
}
