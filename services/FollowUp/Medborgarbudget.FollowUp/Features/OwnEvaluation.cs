using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.FollowUp.Features;

/// <summary>Loads the evaluation of a sub-budget that the caller may act on by the current rpc's roles.</summary>
internal static class OwnEvaluation
{
    /// <param name="missing">What to answer when no goals are set.</param>
    public static async Task<Result<Evaluation>> FindFor(
        this EvaluationStore evaluations, Caller caller, string id, Error missing, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<SubBudgetId>(id, out var subBudget)
            || await evaluations.Find(subBudget, cancellationToken) is not { } evaluation)
        {
            return missing;
        }

        return caller.MayActIn(evaluation.OrganisationId, subBudget) ? evaluation : GeneralErrors.Forbidden;
    }
}
