using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>The roll in numbers, for the reconciliation with what Voting counts. Zeros before a roll is committed.</summary>
internal sealed class GetRollSummary(RollStore rolls, Caller caller)
{
    public async Task<Result<RollSummary>> Handle(GetRollSummaryRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (await rolls.FindSubBudgetAsync(id, cancellationToken) is not { } subBudget)
        {
            return IdentityErrors.SubBudgetMissing;
        }

        if (!caller.MayActIn(subBudget.OrganisationId))
        {
            return GeneralErrors.Forbidden;
        }

        return await rolls.FindHeadAsync(id, cancellationToken) is { } head
            ? new RollSummary { Entries = head.Entries, CodesIssued = head.CodesIssued, EntriesWithToken = head.EntriesWithToken }
            : new RollSummary();
    }
}
