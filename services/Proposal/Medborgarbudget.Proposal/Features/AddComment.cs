using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Comments on a public proposal.</summary>
internal sealed class AddComment(ProposalStore proposals, ParticipationStore participation, Caller caller, TimeProvider clock)
{
    public async Task<Result<Comment>> Handle(AddCommentRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var text = fields.Text(request.Text, "text", 1, 2_000);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await proposals.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        if (!Comment.Add(found.Proposal, found.SubBudget, me, text, clock.GetUtcNow()).Succeeded(out var comment, out var refused))
        {
            return refused;
        }

        await participation.AddComment(comment, cancellationToken);
        return comment;
    }
}
