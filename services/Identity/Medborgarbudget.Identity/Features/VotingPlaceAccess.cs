using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds a voting place for a caller who may act in its sub-budget.</summary>
internal sealed class VotingPlaceAccess(PlaceStore places, RollStore rolls, Caller caller)
{
    public async Task<Result<(VotingPlace Place, SubBudgetRow SubBudget)>> EnterAsync(string idText, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<VotingPlaceId>(idText, "votingPlaceId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await places.FindAsync(id, cancellationToken) is not { } place)
        {
            return IdentityErrors.VotingPlaceMissing;
        }

        var subBudget = (await rolls.FindSubBudgetAsync(place.SubBudgetId, cancellationToken))!;
        return caller.MayActIn(subBudget.OrganisationId, subBudget.Id) ? (place, subBudget) : GeneralErrors.Forbidden;
    }
}
