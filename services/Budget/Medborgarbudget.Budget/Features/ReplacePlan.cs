using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Budgets.Features;

/// <summary>Replaces the plan of a draft by somebody who has seen its newest version.</summary>
internal sealed class ReplacePlan(EditionStore editions, SubBudgetStore subBudgets, Caller caller)
{
    public async Task<Result<SubBudget>> Handle(ReplacePlanRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var plan = PlanReader.Read(fields, request.Plan);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await subBudgets.FindFor(caller, request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refused))
        {
            return refused;
        }

        var edition = await editions.Find(subBudget.EditionId, cancellationToken);
        var changed = edition.Then(found => found.FindCriteria(plan.CriteriaSetId))
            .Then(criteria => subBudget.ReplacePlan(plan, criteria, request.Version));
        return changed.Succeeded(out var next, out var error) ? await subBudgets.Save(next, null, cancellationToken) : error;
    }
}
