using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Features;

/// <summary>
/// The roll in numbers, for the reconciliation with what Voting counts. Zeros before a roll is committed. An administrator, who keeps the roll,
/// is not told how many have a token: before the close that is the turnout.
/// </summary>
internal sealed class GetRollSummary(RollStore rolls, Caller caller)
{
    private static readonly WireRole[] Counting = [WireRole.ProcessLeader, WireRole.CountLeader, WireRole.Auditor];

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

        if (!caller.MayActIn(subBudget.OrganisationId, subBudget.Id))
        {
            return GeneralErrors.Forbidden;
        }

        var summary = new RollSummary();
        if (await rolls.FindHeadAsync(id, cancellationToken) is { } head)
        {
            (summary.Entries, summary.CodesIssued, summary.Declared) = (head.Entries, head.CodesIssued, head.Declared);
            if (MaySeeTurnout(subBudget))
            {
                summary.EntriesWithToken = head.EntriesWithToken;
            }
        }

        return summary;
    }

    private bool MaySeeTurnout(SubBudgetRow subBudget) => Counting.Any(role => caller.Holds(role, subBudget.OrganisationId, subBudget.Id));
}
