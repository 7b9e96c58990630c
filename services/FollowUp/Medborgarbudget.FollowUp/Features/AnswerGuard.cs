using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Tells Budget what FollowUp lacks before a phase; other phases need nothing of it.</summary>
internal sealed class AnswerGuard(MeasureStore measures, EvaluationStore evaluations)
{
    public async Task<Result<IReadOnlyList<Missing>>> Handle(AskGuardRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        return fields.Error is { } error ? error : Result.Of(await Ask(id, request.EnteringPhase, cancellationToken));
    }

    private async Task<IReadOnlyList<Missing>> Ask(SubBudgetId id, string entering, CancellationToken cancellationToken) => entering switch
    {
        PhaseGuards.FollowUp => PhaseGuards.BeforeFollowUp(
            await measures.FindDecision(id, cancellationToken), await measures.CountOpen(id, cancellationToken)),
        PhaseGuards.Closed => PhaseGuards.BeforeClosed(await evaluations.Find(id, cancellationToken)),
        _ => [],
    };
}
