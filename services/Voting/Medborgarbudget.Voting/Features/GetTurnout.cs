using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetTurnout(ObjectAccess access, RoundStore rounds, LedgerReader reader)
{
    public async Task<Result<V1.Turnout>> HandleAsync(V1.GetTurnoutRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var row = await rounds.FindAsync(subBudget.Id, cancellationToken);
        return new V1.Turnout
        {
            Voters = row is null ? 0 : row.Voters ?? await reader.CountVotersAsync(row.Number, cancellationToken),
        };
    }
}
