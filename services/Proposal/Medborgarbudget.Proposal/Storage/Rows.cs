using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals.Storage;

/// <summary>The newest known copy of a sub-budget.</summary>
internal sealed class SubBudgetRow
{
    public required SubBudgetId Id { get; init; }

    public required Phase Phase { get; set; }

    public required int Version { get; set; }

    public required SubBudget State { get; set; }

    public static SubBudgetRow Of(SubBudget state) => new() { Id = state.Id, Phase = state.Phase, Version = state.Version, State = state };

    public void Take(SubBudget state)
    {
        Phase = state.Phase;
        Version = state.Version;
        State = state;
    }
}

/// <summary>
/// The last number given in a sub-budget. Its row lock lets one receipt after the other through, and a receipt that fails gives the
/// number back with its transaction.
/// </summary>
internal sealed class NumberSeriesRow
{
    public required SubBudgetId SubBudgetId { get; init; }

    public required int Last { get; init; }
}

internal sealed class ProposalRow
{
    public required ProposalId Id { get; init; }

    public required SubBudgetId SubBudgetId { get; init; }

    public required PersonId? Proposer { get; init; }

    /// <summary>Null for drafts.</summary>
    public int? Number { get; set; }

    /// <summary>Stands in the public list.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Title and text in the form in which they are searched.</summary>
    public required string Searchable { get; set; }

    public required int Version { get; set; }

    public required Proposal State { get; set; }

    public static ProposalRow Of(Proposal state)
    {
        var row = new ProposalRow
        {
            Id = state.Id,
            SubBudgetId = state.SubBudgetId,
            Proposer = state.Proposer,
            Searchable = "",
            Version = state.Version,
            State = state,
        };
        row.Take(state);
        return row;
    }

    public void Take(Proposal state)
    {
        Number = state.Number;
        IsPublic = state.IsVisibleTo(null);
        Searchable = state.Text.Searchable();
        Version = state.Version;
        State = state;
    }
}

/// <summary>One person's support of a proposal. When it was given is nobody's business.</summary>
internal sealed class SupportRow
{
    public required ProposalId ProposalId { get; init; }

    public required PersonId PersonId { get; init; }
}

internal sealed class CommentRow
{
    /// <summary>Order in the list; the database gives it.</summary>
    public long Position { get; init; }

    public required CommentId Id { get; init; }

    public required ProposalId ProposalId { get; init; }

    public required bool IsHidden { get; set; }

    public required Comment State { get; set; }

    public static CommentRow Of(Comment state) =>
        new() { Id = state.Id, ProposalId = state.ProposalId, IsHidden = state.HiddenBy is not null, State = state };

    public void Take(Comment state)
    {
        IsHidden = state.HiddenBy is not null;
        State = state;
    }
}
