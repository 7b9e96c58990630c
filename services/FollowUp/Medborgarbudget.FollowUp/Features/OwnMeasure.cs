using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Loads a measure that the caller may act on by the current rpc's roles.</summary>
internal static class OwnMeasure
{
    public static async Task<Result<Measure>> FindFor(this MeasureStore measures, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<MeasureId>(id, out var measureId))
        {
            return FollowUpErrors.MeasureMissing;
        }

        var found = await measures.Find(measureId, cancellationToken);
        return found.Then<Measure>(measure => caller.MayActIn(measure.OrganisationId, measure.SubBudgetId) ? measure : GeneralErrors.Forbidden);
    }
}
