using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Proposals.Storage;

namespace Medborgarbudget.Proposals.Features;

/// <summary>Tells Budget what Proposal has left to do before a sub-budget enters a phase.</summary>
internal sealed class AnswerGuard(ProposalStore proposals)
{
    public async Task<Result<IReadOnlyList<Missing>>> Handle(AskGuardRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var subBudget = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        var isKnown = Enum.TryParse<Phase>(request.EnteringPhase, out var entering);
        fields.Check(isKnown, "enteringPhase", "is not a phase");
        if (fields.Error is { } faults)
        {
            return faults;
        }

        var register = await proposals.ReadRegister(subBudget, cancellationToken);
        return fields.Give(() => register.Ask(entering));
    }
}
