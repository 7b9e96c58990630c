using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Loads a sub-budget that the caller may act on by the current rpc's roles.</summary>
internal static class OwnSubBudget
{
    public static async Task<Result<SubBudget>> FindFor(
        this SubBudgetStore subBudgets, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<SubBudgetId>(id, out var subBudgetId))
        {
            return BudgetErrors.SubBudgetMissing;
        }

        var found = await subBudgets.Find(subBudgetId, cancellationToken);
        return found.Then<SubBudget>(subBudget => caller.MayActIn(subBudget.OrganisationId, subBudget.Id) ? subBudget : GeneralErrors.Forbidden);
    }
}
