using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Creates a sub-budget as a draft. A rehearsal is possible only in an organisation that rehearses.</summary>
internal sealed class CreateSubBudget(EditionStore editions, SubBudgetStore subBudgets, Caller caller, TimeProvider clock)
{
    public async Task<Result<SubBudget>> Handle(CreateSubBudgetRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var editionId = fields.Id<EditionId>(request.EditionId, "editionId");
        var plan = PlanReader.Read(fields, request.Plan);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await editions.Find(editionId, cancellationToken)).Succeeded(out var edition, out var missing))
        {
            return missing;
        }

        if (!caller.MayActIn(edition.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        if (edition.Closed)
        {
            return BudgetErrors.EditionClosed;
        }

        if (!edition.FindCriteria(plan.CriteriaSetId).Succeeded(out var criteria, out var noCriteria))
        {
            return noCriteria;
        }

        var organisation = await editions.FindOrganisation(edition.OrganisationId, cancellationToken);
        if (request.Rehearsal != (organisation?.Rehearsal == true))
        {
            return Error.Invalid([new FieldFault("rehearsal", "must be as in the organisation")]);
        }

        var now = clock.GetUtcNow();
        var subBudget = new SubBudget
        {
            Id = Id.New<SubBudgetId>(now),
            EditionId = editionId,
            OrganisationId = edition.OrganisationId,
            Rehearsal = request.Rehearsal,
            Plan = plan,
            CriteriaSet = criteria,
            CreatedAt = now,
        };
        await subBudgets.Add(subBudget, cancellationToken);
        return subBudget;
    }
}
