using Medborgarbudget.Kernel;

namespace Medborgarbudget.Screenings.Storage;

/// <summary>The newest known copy of a sub-budget.</summary>
internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required int Version { get; set; }

    public required SubBudget State { get; set; }

    public static SubBudgetRow Of(SubBudget state) => new() { Id = state.Id, Version = state.Version, State = state };

    public void Take(SubBudget state)
    {
        Version = state.Version;
        State = state;
    }
}

internal sealed class ScreeningRow
{
    public required ProposalId ProposalId { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required int Number { get; set; }

    /// <summary>The proposal is hidden or withdrawn: nobody screens it, but a newer event may bring it back.</summary>
    public required bool IsDropped { get; set; }

    public required ScreeningState Progress { get; set; }

    public required bool IsFeasible { get; set; }

    public required int Version { get; set; }

    public required Screening State { get; set; }

    public static ScreeningRow Of(Screening state) => new()
    {
        ProposalId = state.Proposal.Id,
        SubBudgetId = state.Proposal.SubBudgetId,
        Number = state.Proposal.Number,
        IsDropped = state.Proposal.IsDropped,
        Progress = state.State,
        IsFeasible = state.IsFeasible(),
        Version = state.Version,
        State = state,
    };

    public void Take(Screening state)
    {
        Number = state.Proposal.Number;
        IsDropped = state.Proposal.IsDropped;
        Progress = state.State;
        IsFeasible = state.IsFeasible();
        Version = state.Version;
        State = state;
    }
}
