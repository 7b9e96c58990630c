using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Sets the verdict on one goal, with its grounds.</summary>
internal sealed class JudgeGoal(EvaluationStore evaluations, Caller caller)
{
    public async Task<Result<Evaluation>> Handle(JudgeGoalRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var verdict = fields.Known((Verdict)request.Verdict, "verdict");
        var grounds = fields.Text(request.Grounds, "grounds", 2, 5000);
        if (fields.Error is { } error)
        {
            return error;
        }

        var own = await evaluations.FindFor(caller, request.SubBudgetId, FollowUpErrors.GoalMissing, cancellationToken);
        return own.Then(evaluation => evaluation.Judge(request.Key, verdict, grounds)).Succeeded(out var judged, out var refused)
            ? await evaluations.Save(judged, cancellationToken)
            : refused;
    }
}
