using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds an import together with its sub-budget, for a caller who may act there.</summary>
internal sealed class OpenImports(RollStore rolls, Caller caller)
{
    public async Task<Result<(RollImportRow Import, SubBudgetRow SubBudget)>> FindAsync(string idText, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<RollImportId>(idText, out var id)
            || await rolls.FindImportAsync(id, cancellationToken) is not { } import
            || await rolls.FindSubBudgetAsync(import.SubBudgetId, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.RollImportMissing;
        }

        return caller.MayActIn(subBudget.OrganisationId, subBudget.Id) ? (import, subBudget) : GeneralErrors.Forbidden;
    }
}
