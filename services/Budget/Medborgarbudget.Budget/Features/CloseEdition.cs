using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Closes an edition whose sub-budgets are all over.</summary>
internal sealed class CloseEdition(EditionStore editions, SubBudgetStore subBudgets, Caller caller)
{
    public async Task<Result<Edition>> Handle(CloseEditionRequest request, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<EditionId>(request.EditionId, out var id))
        {
            return BudgetErrors.EditionMissing;
        }

        if (!(await editions.Find(id, cancellationToken)).Succeeded(out var edition, out var missing))
        {
            return missing;
        }

        if (!caller.MayActIn(edition.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        var closed = edition.Close(await subBudgets.OfEdition(id, cancellationToken));
        return closed.Succeeded(out var changed, out var error) ? await editions.Save(changed, cancellationToken) : error;
    }
}
