using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets;

/// <summary>One run of an organisation's participatory budget, usually a year. It has criteria and sub-budgets; phases belong to those.</summary>
public sealed record Edition
{
    public required EditionId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required string Name { get; init; }

    public required int Year { get; init; }

    public bool Closed { get; init; }

    public IReadOnlyList<CriteriaSet> CriteriaSets { get; init; } = [];

    public int Version { get; init; } = 1;

    public required DateTimeOffset CreatedAt { get; init; }

    public Result<CriteriaSet> FindCriteria(Guid id) =>
        CriteriaSets.FirstOrDefault(set => set.Id == id) is { } found ? found : BudgetErrors.CriteriaSetMissing;

    public Result<Edition> AddCriteria(Guid id, IReadOnlyList<Criterion> criteria) => Closed
        ? BudgetErrors.EditionClosed
        : this with { CriteriaSets = [.. CriteriaSets, new CriteriaSet(id, CriteriaSets.Count + 1, criteria)], Version = Version + 1 };

    /// <summary>Closes when every sub-budget is closed or aborted.</summary>
    public Result<Edition> Close(IEnumerable<SubBudget> subBudgets)
    {
        if (Closed)
        {
            return BudgetErrors.EditionClosed;
        }

        return subBudgets.All(IsOver) ? this with { Closed = true, Version = Version + 1 } : BudgetErrors.EditionHasOpenSubBudgets;
    }

    private static bool IsOver(SubBudget subBudget) => subBudget.Aborted || subBudget.Phase == Phase.Closed;
}
