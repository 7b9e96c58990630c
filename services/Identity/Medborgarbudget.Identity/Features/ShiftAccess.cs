using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds a shift for the officer whose it is.</summary>
internal sealed class ShiftAccess(PlaceStore places, RollStore rolls, Caller caller)
{
    private static readonly WireRole[] MaySee = [WireRole.ProcessLeader, WireRole.CountLeader, WireRole.Auditor];

    /// <param name="orLeader">A process leader of the sub-budget may enter it too.</param>
    public Task<Result<FoundShift>> EnterAsync(string idText, bool orLeader, CancellationToken cancellationToken) =>
        FindAsync(idText, orLeader ? [WireRole.ProcessLeader] : [], cancellationToken);

    /// <summary>To look at alone: also for those who plan places, lead the count or audit.</summary>
    public Task<Result<FoundShift>> SeeAsync(string idText, CancellationToken cancellationToken) => FindAsync(idText, MaySee, cancellationToken);

    private async Task<Result<FoundShift>> FindAsync(string idText, WireRole[] others, CancellationToken cancellationToken)
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
        if (!caller.MayActIn(subBudget.OrganisationId, subBudget.Id))
        {
            return GeneralErrors.Forbidden;
        }

        return shift.PersonId == caller.Person || others.Any(role => caller.Holds(role, subBudget.OrganisationId, subBudget.Id))
            ? new FoundShift(shift, place, subBudget)
            : IdentityErrors.ShiftMissing;
    }
}

/// <summary>A shift with where it is.</summary>
internal sealed record FoundShift(Shift Shift, VotingPlace Place, SubBudgetRow SubBudget);
