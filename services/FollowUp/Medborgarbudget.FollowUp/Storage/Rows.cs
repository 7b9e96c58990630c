using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Storage;

/// <summary>The copy of a sub-budget that this service needs, from Budget's events.</summary>
internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required int Version { get; set; }

    public SubBudget ToSubBudget() => new(Id, OrganisationId, Version);
}

internal sealed class DecisionRow
{
    public required SubBudgetId SubBudgetId { get; init; }

    public required AdjustedDecision State { get; init; }
}

internal sealed class MeasureRow
{
    public required MeasureId Id { get; init; }

    public required ProposalId ProposalId { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    /// <summary>Place in the sub-budget's list, from 1 in the order of the proposals' numbers.</summary>
    public required int Position { get; init; }

    public required bool IsDone { get; set; }

    public required int Version { get; set; }

    public required Measure State { get; set; }
}

internal sealed class EvaluationRow
{
    public required SubBudgetId SubBudgetId { get; init; }

    public required int Version { get; set; }

    public required Evaluation State { get; set; }
}
