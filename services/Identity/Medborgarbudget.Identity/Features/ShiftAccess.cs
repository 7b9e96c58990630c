using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds a shift for the officer whose it is.</summary>
internal sealed class ShiftAccess(PlaceStore places, RollStore rolls, Caller caller)
{
    /// <param name="orLeader">A process leader of the organisation may enter it too.</param>
    public async Task<Result<FoundShift>> EnterAsync(string idText, bool orLeader, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<ShiftId>(idText, "shiftId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await places.FindShiftAsync(id, cancellationToken) is not { } shift)
        {
            return IdentityErrors.ShiftMissing;
        }

        var place = (await places.FindAsync(shift.VotingPlaceId, cancellationToken))!;
        var subBudget = (await rolls.FindSubBudgetAsync(place.SubBudgetId, cancellationToken))!;
        if (!caller.MayActIn(subBudget.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        return shift.PersonId == caller.Person || (orLeader && caller.Holds(WireRole.ProcessLeader, subBudget.OrganisationId))
            ? new FoundShift(shift, place, subBudget)
            : IdentityErrors.ShiftMissing;
    }
}

/// <summary>A shift with where it is.</summary>
internal sealed record FoundShift(Shift Shift, VotingPlace Place, SubBudgetRow SubBudget);
