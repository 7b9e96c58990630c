using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Reads proposals: the public ones by anybody, the own ones in any state.</summary>
internal sealed class ReadProposals(ProposalStore proposals, Caller caller)
{
    private const int MaxQueryLength = 200;

    public async Task<Result<View>> Handle(GetProposalRequest request, CancellationToken cancellationToken)
    {
        if (!(await proposals.FindBy(request.ProposalId, cancellationToken)).Succeeded(out var found, out var missing))
        {
            return missing;
        }

        return found.Proposal.IsVisibleTo(caller.Person)
            ? await proposals.See(found.Proposal, found.SubBudget.Phase, caller.Person, cancellationToken)
            : ProposalErrors.Missing;
    }

    public async Task<Result<Page<View>>> Handle(ListProposalsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        var query = fields.Text(request.Query, "query", 0, MaxQueryLength);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!(await proposals.FindSubBudgetBy(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var missing))
        {
            return missing;
        }

        return await proposals.ListPublic(subBudget.Id, page, ProposalText.SearchWords(query), caller.Person, cancellationToken);
    }

    public async Task<Result<Page<View>>> Handle(ListMyProposalsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        return await proposals.ListOwn(me, page, cancellationToken);
    }
}
