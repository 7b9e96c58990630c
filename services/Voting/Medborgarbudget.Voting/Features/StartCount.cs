using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class StartCount(ObjectAccess access, RoundStore rounds, CountStore counts, ChannelSeal seal, CountSignal signal, TimeProvider clock)
{
    public async Task<Result<V1.Count>> HandleAsync(V1.StartCountRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var row = await rounds.FindAsync(subBudget.Id, cancellationToken);
        if (Count.CheckStartable(subBudget, row?.ToRound()) is { IsError: true } refused)
        {
            return refused.Error!;
        }

        if (await counts.FindRunningAsync(subBudget.Id, cancellationToken) is { } running)
        {
            return running.ToMessage(clock.GetUtcNow());
        }

        if (await seal.SealAsync(row!, cancellationToken) is { IsError: true } unbalanced)
        {
            return unbalanced.Error!;
        }

        var count = new CountRow
        {
            Id = Id.New<CountId>(clock.GetUtcNow()),
            SubBudgetId = subBudget.Id,
            Round = row!.Number,
            State = CountState.Running,
            StartedAt = clock.GetUtcNow(),
            BallotsTotal = row.Voters ?? 0,
        };
        counts.Add(count);
        var saved = await counts.SaveAsync(cancellationToken);
        signal.Set();
        return saved.Map(_ => count.ToMessage(clock.GetUtcNow()));
    }
}
