using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Closing;
using Medborgarbudget.Voting.Grpc;
using Microsoft.Extensions.Options;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class CloseVoting(ObjectAccess access, RoundCloser closer, IOptions<VotingOptions> options, TimeProvider clock)
{
    public async Task<Result<V1.VotingStatus>> HandleAsync(V1.CloseVotingRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var closed = await closer.CloseAsync(subBudget, cancellationToken);
        return closed.Map(round => subBudget.ToStatus(round, options.Value.Level, clock.GetUtcNow()));
    }
}
