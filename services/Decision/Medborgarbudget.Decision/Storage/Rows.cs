using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions.Storage;

/// <summary>The copy of a sub-budget that this service needs, from Budget's events.</summary>
internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required int Version { get; set; }

    public required Money Amount { get; set; }

    public SubBudget ToSubBudget() => new(Id, OrganisationId, Version, Amount);
}

internal sealed class MandateRow
{
    public required SubBudgetId SubBudgetId { get; init; }

    public required Mandate State { get; init; }
}

internal sealed class CaseRow
{
    public required CaseId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required int Version { get; set; }

    /// <summary>The day from which others are told of legal force; null before the notice and once they are told.</summary>
    public DateOnly? UntoldLegalForceOn { get; set; }

    public required Case State { get; set; }
}
