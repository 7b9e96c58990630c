using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Reads the public comments on a proposal that the caller may see.</summary>
internal sealed class ReadComments(ProposalStore proposals, ParticipationStore participation, Caller caller)
{
    public async Task<Result<Page<Comment>>> Handle(ListCommentsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await proposals.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        return found.Proposal.IsVisibleTo(caller.Person)
            ? await participation.ListComments(found.Proposal.Id, page, cancellationToken)
            : ProposalErrors.Missing;
    }
}
