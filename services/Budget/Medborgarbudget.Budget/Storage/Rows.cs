using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budgets.Storage;

/// <summary>The copy of an organisation that this service needs, from the network's events.</summary>
internal sealed class OrganisationRow
{
    public required OrganisationId Id { get; init; }

    public required int Version { get; set; }

    public required bool Rehearsal { get; set; }

    public required bool Admitted { get; set; }
}

internal sealed class EditionRow
{
    public required EditionId Id { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required int Version { get; set; }

    public required Edition State { get; set; }
}

internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required EditionId EditionId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required Phase Phase { get; set; }

    /// <summary>When the clock may move it on: the end of the current window, null where no window binds.</summary>
    public required DateTimeOffset? WindowCloses { get; set; }

    public required int Version { get; set; }

    public required SubBudget State { get; set; }
}

/// <summary>A step in a sub-budget's history. Who did it is kept but not shown to the public.</summary>
internal sealed class PhaseChangeRow
{
    public long Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required Phase From { get; init; }

    public required Phase To { get; init; }

    public required string Act { get; init; }

    public required string Reason { get; init; }

    /// <summary>Null when the clock moved it.</summary>
    public required PersonId? By { get; init; }

    public required DateTimeOffset At { get; init; }
}
