using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Hides a comment from the public, with a reason.</summary>
internal sealed class HideComment(ParticipationStore participation, ProposalStore proposals, Caller caller)
{
    public async Task<Result<Comment>> Handle(HideCommentRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var reason = fields.Text(request.Reason, "reason", 1, 1_000);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!Id.TryParse<CommentId>(request.CommentId, out var id)
            || await participation.FindComment(id, cancellationToken) is not { } comment)
        {
            return ProposalErrors.CommentMissing;
        }

        if (!(await proposals.Find(comment.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (!caller.MayActIn(comment.OrganisationId, found.SubBudget.Id))
        {
            return GeneralErrors.Forbidden;
        }

        var hidden = comment.Hide(me, reason);
        await participation.ReplaceComment(hidden, cancellationToken);
        return hidden;
    }
}
