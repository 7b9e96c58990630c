using Medborgarbudget.Kernel;

namespace Medborgarbudget.Proposals;

/// <summary>A resident's comment on a proposal. It is never edited; a moderator may hide it, with a reason.</summary>
public sealed record Comment
{
    public required CommentId Id { get; init; }

    public required ProposalId ProposalId { get; init; }

    /// <summary>The proposal's organisation, whose moderators may hide it.</summary>
    public required OrganisationId OrganisationId { get; init; }

    public required PersonId Author { get; init; }

    /// <summary>1–2,000 characters.</summary>
    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    public PersonId? HiddenBy { get; init; }

    /// <summary>Why it was hidden; empty when it is not.</summary>
    public string HiddenReason { get; init; } = "";

    /// <summary>Comments on a proposal. Errors: missing, not_commentable.</summary>
    public static Result<Comment> Add(Proposal proposal, SubBudget subBudget, PersonId author, string text, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal.CheckCommentable(subBudget, author).Map(_ => new Comment
        {
            Id = Kernel.Id.New<CommentId>(now),
            ProposalId = proposal.Id,
            OrganisationId = proposal.OrganisationId,
            Author = author,
            Text = text,
            At = now,
        });
    }

    /// <summary>Hides it; the first reason stays when it is hidden already.</summary>
    public Comment Hide(PersonId by, string reason) => HiddenBy is not null ? this : this with { HiddenBy = by, HiddenReason = reason };
}
