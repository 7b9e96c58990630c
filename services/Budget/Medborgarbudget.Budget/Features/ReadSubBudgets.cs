using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Reads sub-budgets and their history; they are public.</summary>
internal sealed class ReadSubBudgets(SubBudgetStore subBudgets)
{
    public async Task<Result<SubBudget>> Handle(GetSubBudgetRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id) ? await subBudgets.Find(id, cancellationToken) : BudgetErrors.SubBudgetMissing;

    public async Task<Result<Page<SubBudget>>> Handle(ListSubBudgetsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var filter = new SubBudgetFilter(
            request.OrganisationId.Length == 0 ? null : fields.Id<OrganisationId>(request.OrganisationId, "organisationId"),
            request.EditionId.Length == 0 ? null : fields.Id<EditionId>(request.EditionId, "editionId"),
            request.Phase == Contracts.Budget.V1.Phase.Unspecified ? null : (Phase)fields.Known(request.Phase, "phase"));
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        return fields.Error is { } error ? error : await subBudgets.List(filter, page, cancellationToken);
    }

    public async Task<Result<IReadOnlyList<PhaseChangeRow>>> Handle(ListPhaseChangesRequest request, CancellationToken cancellationToken)
    {
        var subBudget = await Handle(new GetSubBudgetRequest { SubBudgetId = request.SubBudgetId }, cancellationToken);
        return subBudget.Succeeded(out var found, out var error)
            ? Result.Of(await subBudgets.History(found.Id, cancellationToken))
            : error;
    }
}
