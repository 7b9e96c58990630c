using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Publishes the evaluation, once every goal has a verdict.</summary>
internal sealed class PublishEvaluation(EvaluationStore evaluations, Caller caller, TimeProvider clock)
{
    public async Task<Result<Evaluation>> Handle(PublishEvaluationRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var text = fields.Text(request.Text, "text", 2, 50_000);
        if (fields.Error is { } error)
        {
            return error;
        }

        var own = await evaluations.FindFor(caller, request.SubBudgetId, FollowUpErrors.GoalsMissing, cancellationToken);
        return own.Then(evaluation => evaluation.Publish(text, clock.GetUtcNow())).Succeeded(out var published, out var refused)
            ? await evaluations.Save(published, cancellationToken)
            : refused;
    }
}
