using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Decisions.Features;

/// <summary>Tells Budget what Decision lacks before a phase; other phases need nothing of it.</summary>
internal sealed class AnswerGuard(MandateStore mandates, CaseStore cases)
{
    public async Task<Result<IReadOnlyList<Missing>>> Handle(AskGuardRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        return fields.Error is { } error ? error : Result.Of(await Ask(id, request.EnteringPhase, cancellationToken));
    }

    private async Task<IReadOnlyList<Missing>> Ask(SubBudgetId id, string entering, CancellationToken cancellationToken) => entering switch
    {
        PhaseGuards.Announced => PhaseGuards.BeforeAnnounced(
            await mandates.Find(id, cancellationToken), await mandates.FindSubBudget(id, cancellationToken)),
        PhaseGuards.Implementation => PhaseGuards.BeforeImplementation(await cases.FindOf(id, cancellationToken)),
        _ => [],
    };
}
