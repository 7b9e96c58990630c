using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Loads a case that the caller may act on by the current rpc's roles.</summary>
internal static class OwnCase
{
    public static async Task<Result<Case>> FindFor(this CaseStore cases, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<CaseId>(id, out var caseId))
        {
            return DecisionErrors.CaseMissing;
        }

        var found = await cases.Find(caseId, cancellationToken);
        return found.Then<Case>(opened => caller.MayActIn(opened.OrganisationId, opened.SubBudgetId) ? opened : GeneralErrors.Forbidden);
    }
}
