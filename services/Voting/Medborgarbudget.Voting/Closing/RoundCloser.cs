using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Closing;

/// <summary>
/// Closes a round: fences every shard in the store, brings the ledger up to the fences, and only then records it as closed. May be
/// broken off anywhere and taken up again; several instances may do it at once.
/// </summary>
internal sealed class RoundCloser(
    VotingDb db, RoundStore rounds, LedgerReader reader, BallotStore store, Reconciler reconciler, OpenRounds open, BallotLog log, LogSignal logSignal, TimeProvider clock, ILogger<RoundCloser> logger)
{
    private const int Tries = 3;

    /// <summary>Closes the round of the sub-budget. Errors: sub_budget_missing, not_open, window_open, not_ready, request.stale.</summary>
    public async Task<Result<Round>> CloseAsync(SubBudget subBudget, CancellationToken cancellationToken)
    {
        var closed = await TryCloseAsync(subBudget, cancellationToken);

        // The clock and a leader may close at the same time: whoever was slower finds the work done, or does the rest.
        for (var tries = 1; tries < Tries && closed.Error == GeneralErrors.Stale; tries++)
        {
            closed = await TryCloseAsync(subBudget, cancellationToken);
        }

        return closed;
    }

    private async Task<Result<Round>> TryCloseAsync(SubBudget subBudget, CancellationToken cancellationToken)
    {
        var row = await rounds.FindAsync(subBudget.Id, cancellationToken);
        if (row is null)
        {
            return VotingErrors.NotOpen;
        }

        var begun = row.ToRound().BeginClose(subBudget, clock.GetUtcNow());
        if (!begun.Succeeded(out var closing, out var error))
        {
            return error;
        }

        if (closing.State == RoundState.Closed)
        {
            return closing;
        }

        if ((await RecordBeginAsync(row, closing, cancellationToken)).Error is { } stale)
        {
            return stale;
        }

        try
        {
            return await FenceAsync(row, closing, cancellationToken);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // The closing clock takes it up again, as may the caller.
            logger.LogWarning(exception, "The close of round {Round} is broken off", row.Number);
            return VotingErrors.NotReady;
        }
    }

    /// <summary>
    /// Recorded before the first fence, so that a shard rebuilt meanwhile comes back fenced. Only once: if all who take up a begun close wrote it anew, each
    /// would make the others stale, and of several slow ones none would come to the end.
    /// </summary>
    private async Task<Result<Unit>> RecordBeginAsync(RoundRow row, Round closing, CancellationToken cancellationToken)
    {
        if (row.State == closing.State)
        {
            return Result.Ok;
        }

        row.Take(closing);
        var saved = await rounds.SaveAsync(cancellationToken);
        open.Forget(row.SubBudgetId);
        return saved;
    }

    private async Task<Result<Round>> FenceAsync(RoundRow row, Round closing, CancellationToken cancellationToken)
    {
        var key = row.ToKey(closing.Manifest);
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            if (await FenceShardAsync(key, shard, cancellationToken) is not { } final)
            {
                return VotingErrors.NotReady;
            }

            await reconciler.FillAsync(key, shard, final, cancellationToken);
            if (await db.Fences.FindAsync([key.Number, shard], cancellationToken) is null)
            {
                db.Fences.Add(new FenceRow { Round = key.Number, Shard = shard, FinalSeq = final });
            }
        }

        var closed = closing.Close(await reader.CountVotersAsync(key.Number, cancellationToken), clock.GetUtcNow());
        row.Take(closed);
        var saved = await rounds.SaveAsync(cancellationToken);
        if (saved.IsError)
        {
            return saved.Error!;
        }

        open.Forget(key.SubBudget);
        logger.LogInformation("Round {Round} is closed with {Voters} voters", key.Number, closed.Voters);
        await EndLogAsync(key, cancellationToken);
        await RetireAsync(key, cancellationToken);
        return closed;
    }

    /// <summary>The last head; where this is broken off, the log's writer makes it.</summary>
    private async Task EndLogAsync(RoundKey key, CancellationToken cancellationToken)
    {
        logSignal.Grown(key.Number);
        try
        {
            await log.AdvanceAsync(key.Number, cancellationToken);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The log of round {Round} is not ended yet", key.Number);
        }
    }

    /// <summary>Tidying up; the round is closed whether it succeeds or not.</summary>
    private async Task RetireAsync(RoundKey key, CancellationToken cancellationToken)
    {
        try
        {
            await store.RetireAsync(key, await reader.ReadSlotsAsync(key, cancellationToken));
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The keys of round {Round} stay in the store", key.Number);
        }
    }

    /// <summary>The shard's final number; null where the store cannot be brought to know all that the ledger holds.</summary>
    private async Task<long?> FenceShardAsync(RoundKey key, int shard, CancellationToken cancellationToken)
    {
        // A store that has forgotten what was acknowledged would set the fence before it.
        var last = await reader.LastSeqAsync(key.Number, shard, cancellationToken);
        var final = await store.FenceAsync(key, shard);
        if (final is null || final < last)
        {
            await reconciler.ReconcileAsync(key, mustRebuild: false, cancellationToken);
            final = await store.FenceAsync(key, shard);
        }

        return final >= last ? final : null;
    }
}
