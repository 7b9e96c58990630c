using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Closing;

/// <summary>
/// Closes a round: fences every shard in the store, brings the ledger up to the fences, and only then records it as closed. May be
/// broken off anywhere and taken up again; several instances may do it at once.
/// </summary>
internal sealed class RoundCloser(
    VotingDb db, RoundStore rounds, LedgerReader reader, BallotStore store, Reconciler reconciler, OpenRounds open, TimeProvider clock, ILogger<RoundCloser> logger)
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

        // Recorded before the first fence, so that a shard rebuilt meanwhile comes back fenced.
        row.Take(closing);
        var saved = await rounds.SaveAsync(cancellationToken);
        open.Forget(subBudget.Id);
        if (saved.IsError)
        {
            return saved.Error!;
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

    private async Task<Result<Round>> FenceAsync(RoundRow row, Round closing, CancellationToken cancellationToken)
    {
        var key = new RoundKey(row.Number, row.SubBudgetId);
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            if (await FenceShardAsync(key, shard, cancellationToken) is not { } final)
            {
                return VotingErrors.NotReady;
            }

            await ExplainHolesAsync(key, shard, final, cancellationToken);
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
        await RetireAsync(key, cancellationToken);
        return closed;
    }

    /// <summary>Tidying up; the round is closed whether it succeeds or not.</summary>
    private async Task RetireAsync(RoundKey key, CancellationToken cancellationToken)
    {
        try
        {
            await store.RetireAsync(key, await reader.ReadSlotsAsync(key.Number, cancellationToken));
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The keys of round {Round} stay in the store", key.Number);
        }
    }

    private async Task<long?> FenceShardAsync(RoundKey key, int shard, CancellationToken cancellationToken)
    {
        var final = await store.FenceAsync(key, shard);
        if (final is null)
        {
            await reconciler.ReconcileAsync(key, mustRebuild: false, cancellationToken);
            final = await store.FenceAsync(key, shard);
        }

        if (final is not null)
        {
            await reconciler.SettleTailAsync(key, shard, cancellationToken);
        }

        return final;
    }

    /// <summary>A number that neither the tail nor the ledger has belongs to nobody's ballot; it is written down so that no hole is unexplained.</summary>
    private async Task ExplainHolesAsync(RoundKey key, int shard, long final, CancellationToken cancellationToken)
    {
        var known = await reader.CountAsync(key.Number, shard, cancellationToken)
            + await reader.CountHolesAsync(key.Number, shard, cancellationToken);
        if (known >= final)
        {
            return;
        }

        var missing = Enumerable.Range(1, checked((int)final)).Select(seq => (long)seq).ToHashSet();
        await foreach (var seq in reader.ReadSeqs(key.Number, shard).WithCancellation(cancellationToken))
        {
            missing.Remove(seq);
        }

        foreach (var seq in missing)
        {
            logger.LogWarning("Round {Round} shard {Shard}: nobody's ballot has number {Seq}", key.Number, shard, seq);
            if (await db.Holes.FindAsync([key.Number, shard, seq], cancellationToken) is null)
            {
                db.Holes.Add(new HoleRow { Round = key.Number, Shard = shard, Seq = seq, FoundAt = clock.GetUtcNow() });
            }
        }
    }
}
