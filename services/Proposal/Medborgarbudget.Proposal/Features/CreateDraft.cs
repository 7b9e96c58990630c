using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Starts a draft; nobody else hears of it.</summary>
internal sealed class CreateDraft(ProposalStore proposals, Caller caller, TimeProvider clock)
{
    public async Task<Result<View>> Handle(CreateDraftRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var text = fields.ReadText(request.Text);
        if (fields.Error is { } faults)
        {
            return faults;
        }

        if (!caller.Me().Succeeded(out var me, out var nobody))
        {
            return nobody;
        }

        if (!(await proposals.FindSubBudgetBy(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var missing))
        {
            return missing;
        }

        if (!Proposal.Draft(subBudget, me, text, clock.GetUtcNow()).Succeeded(out var draft, out var refused))
        {
            return refused;
        }

        proposals.Add(draft);
        return (await proposals.Save(cancellationToken)).Map(_ => new View(draft, subBudget.Phase, 0, false));
    }
}
