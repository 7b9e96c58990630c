using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using Microsoft.Extensions.Options;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetVotingStatus(ObjectAccess access, RoundStore rounds, IOptions<VotingOptions> options, TimeProvider clock)
{
    public async Task<Result<V1.VotingStatus>> HandleAsync(V1.GetVotingStatusRequest request, CancellationToken cancellationToken)
    {
        var found = await access.FindAsync(request.SubBudgetId, cancellationToken);
        if (!found.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var row = await rounds.FindAsync(subBudget.Id, cancellationToken);
        return subBudget.ToStatus(row?.ToRound(), options.Value.Level, clock.GetUtcNow());
    }
}
