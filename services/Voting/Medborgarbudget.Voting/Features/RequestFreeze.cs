using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class RequestFreeze(ObjectAccess access, BallotDraw draw, RoundStore rounds, Caller caller, TimeProvider clock)
{
    public async Task<Result<V1.Freeze>> HandleAsync(V1.RequestFreezeRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var row = await rounds.FindAsync(subBudget.Id, cancellationToken);
        if (row is { State: not RoundState.FreezeRequested })
        {
            return VotingErrors.AlreadyFrozen;
        }

        var drawn = await draw.DrawAsync(subBudget, cancellationToken);
        var requested = drawn.Then(manifest => caller.Me().Then(me => Round.Request(row?.ToRound(), manifest, me, clock.GetUtcNow())));
        if (!requested.Succeeded(out var round, out error))
        {
            return error;
        }

        rounds.Put(row, round);
        return (await rounds.SaveAsync(cancellationToken)).Map(_ => round.ToFreeze());
    }
}
