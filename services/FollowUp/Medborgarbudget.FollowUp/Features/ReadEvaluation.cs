using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Reads goals, verdicts and, once published, the evaluation; they are public.</summary>
internal sealed class ReadEvaluation(EvaluationStore evaluations)
{
    public async Task<Result<Evaluation>> Handle(GetEvaluationRequest request, CancellationToken cancellationToken) =>
        Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id) && await evaluations.Find(id, cancellationToken) is { } evaluation
            ? evaluation
            : FollowUpErrors.EvaluationMissing;
}
