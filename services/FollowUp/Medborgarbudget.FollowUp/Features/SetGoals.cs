using System.Globalization;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Sets the outcome goals of a sub-budget.</summary>
internal sealed class SetGoals(EvaluationStore evaluations, Caller caller)
{
    public async Task<Result<Evaluation>> Handle(SetGoalsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var goals = Read(fields, request);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!Id.TryParse<SubBudgetId>(request.SubBudgetId, out var id)
            || await evaluations.FindSubBudget(id, cancellationToken) is not { } subBudget)
        {
            return FollowUpErrors.SubBudgetMissing;
        }

        if (!caller.MayActIn(subBudget.OrganisationId, id))
        {
            return GeneralErrors.Forbidden;
        }

        var earlier = await evaluations.Find(id, cancellationToken);
        return Evaluation.SetGoals(earlier, subBudget, goals).Succeeded(out var set, out var refused)
            ? await evaluations.Save(set, cancellationToken)
            : refused;
    }

    private static List<Goal> Read(Fields fields, SetGoalsRequest request)
    {
        if (Evaluation.FaultOf([.. request.Goals.Select(goal => goal.Key.Trim())]) is { } fault)
        {
            fields.Fault("goals", fault);
        }

        return [.. request.Goals.Take(Evaluation.MaxGoals).Select((goal, index) =>
            Goal.Read(fields, goal.Key, goal.Text, string.Create(CultureInfo.InvariantCulture, $"goals[{index}]")))];
    }
}
