using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Features;

/// <summary>Finds the sub-budget of a request and checks that the caller may act in it.</summary>
internal sealed class ObjectAccess(RoundStore rounds, Caller caller)
{
    /// <summary>Errors: request.invalid, sub_budget_missing.</summary>
    public async Task<Result<SubBudget>> FindAsync(string subBudgetId, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(subBudgetId, "subBudgetId");
        if (fields.Error is { } error)
        {
            return error;
        }

        return await rounds.FindSubBudgetAsync(id, cancellationToken) is { } subBudget ? subBudget : VotingErrors.SubBudgetMissing;
    }

    /// <summary>Errors: request.invalid, sub_budget_missing, request.forbidden.</summary>
    public async Task<Result<SubBudget>> EnterAsync(string subBudgetId, CancellationToken cancellationToken) =>
        (await FindAsync(subBudgetId, cancellationToken)).Then<SubBudget>(subBudget =>
            caller.MayActIn(subBudget.OrganisationId, subBudget.Id) ? subBudget : GeneralErrors.Forbidden);
}
