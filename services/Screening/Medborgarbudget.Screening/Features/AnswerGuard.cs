using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;

namespace Medborgarbudget.Screenings.Features;

/// <summary>Tells Budget what Screening has left to do before a sub-budget enters a phase.</summary>
internal sealed class AnswerGuard(ScreeningStore screenings)
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

        var remaining = await screenings.ReadRemaining(subBudget, cancellationToken);
        return fields.Give(() => remaining.Ask(entering));
    }
}
