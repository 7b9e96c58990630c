using Medborgarbudget.Contracts.Proposal.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Receives an idea that came on paper, at a meeting or by telephone; an official enters it.</summary>
internal sealed class EnterProposal(ProposalStore proposals, Caller caller, TimeProvider clock)
{
    public async Task<Result<View>> Handle(EnterProposalRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var text = fields.ReadText(request.Text);
        var channel = (Channel)fields.Known(request.Channel, "channel");
        fields.Check(channel is not Channel.Web, "channel", "must be how it came in, which was not the web");
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

        if (!caller.MayActIn(subBudget.OrganisationId, subBudget.Id))
        {
            return GeneralErrors.Forbidden;
        }

        var now = clock.GetUtcNow();
        if (!Proposal.Enter(subBudget, me, channel, text, now).Succeeded(out var entered, out var refused))
        {
            return refused;
        }

        proposals.Add(entered);
        return (await proposals.Receive(entered, now, cancellationToken)).Map(received => new View(received, subBudget.Phase, 0, false));
    }
}
