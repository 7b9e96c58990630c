using System.Collections.Concurrent;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Brings store and ledger of a round to agreement, shard by shard. What the store has decided and the ledger has not got is appended
/// to the ledger: it was never acknowledged, its voter was told that the outcome is unknown, and now the same key gets a definite
/// answer. A shard that is empty, half made or behind is then made anew from the ledger.
/// </summary>
internal sealed class Reconciler(
    BallotStore store, ShardRebuild rebuild, ILedger ledger, IServiceScopeFactory scopes, ILogger<Reconciler> logger)
{
    private const int AtATime = 4;

    /// <summary>Batches of a tail in one ledger transaction, so that a long tail does not outlast the ledger's patience.</summary>
    private const int TailBatches = 16;
    private static readonly TimeSpan OthersTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<RoundKey, Lazy<Task>> _underWay = [];

    /// <summary>Returns when every shard is ready, or another instance takes long to make it so. Several callers share one run.</summary>
    /// <param name="mustRebuild">Also shards that look whole: the ledger has refused a place that the store gave.</param>
    public async Task ReconcileAsync(RoundKey round, bool mustRebuild, CancellationToken cancellationToken)
    {
        var run = _underWay.GetOrAdd(round, _ => new Lazy<Task>(() => RunAsync(round, mustRebuild, cancellationToken)));
        try
        {
            await run.Value;
        }
        finally
        {
            _underWay.TryRemove(new KeyValuePair<RoundKey, Lazy<Task>>(round, run));
        }
    }

    /// <summary>Appends to the ledger what waits in the shard's tail.</summary>
    public async Task SettleTailAsync(RoundKey round, int shard, CancellationToken cancellationToken)
    {
        var tail = await store.ReadTailAsync(round, shard);
        if (tail.Count == 0)
        {
            return;
        }

        var displaced = 0;
        foreach (var some in tail.Chunk(TailBatches))
        {
            var held = await ledger.AppendAsync([.. some.SelectMany(batch => batch)], mayHold: true, cancellationToken);
            await store.ForgetTailAsync(round, shard, some.Select(batch => batch[0].Seq));
            displaced += held.Count(isHeld => !isHeld);
        }

        logger.LogInformation(
            "Round {Round} shard {Shard}: {Count} decided ballots are in the ledger, {Displaced} had no place there", round.Number, shard, tail.Sum(batch => batch.Length), displaced);
    }

    /// <summary>
    /// Sees to it that the ledger knows of every number of the shard up to the one given: what the tail has is appended, and the place of
    /// what neither has is taken by a gap. Nobody can be told afterwards that such a ballot was received: its place is no longer free.
    /// </summary>
    public async Task FillAsync(RoundKey round, int shard, long upTo, CancellationToken cancellationToken)
    {
        await SettleTailAsync(round, shard, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<LedgerReader>();
        var gaps = new List<LedgerEntry>();
        long next = 1;
        if (await reader.CountAsync(round.Number, shard, upTo, cancellationToken) >= upTo)
        {
            return;
        }

        await foreach (var seq in reader.ReadSeqs(round.Number, shard).WithCancellation(cancellationToken))
        {
            AddGaps(seq);
            next = seq + 1;
        }

        AddGaps(upTo + 1);
        if (gaps.Count > 0)
        {
            logger.LogWarning("Round {Round} shard {Shard}: {Count} numbers are nobody's ballot", round.Number, shard, gaps.Count);
            await ledger.AppendAsync(gaps, mayHold: true, cancellationToken);
        }

        void AddGaps(long before)
        {
            for (; next < before && next <= upTo; next++)
            {
                gaps.Add(LedgerEntry.Gap(round.Number, shard, next));
            }
        }
    }

    private Task RunAsync(RoundKey round, bool mustRebuild, CancellationToken cancellationToken) => Parallel.ForEachAsync(
        Enumerable.Range(0, Slot.Shards),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
        async (shard, token) => await ReconcileShardAsync(round, shard, mustRebuild, token));

    private async Task ReconcileShardAsync(RoundKey round, int shard, bool mustRebuild, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetRequiredService<LedgerReader>();

        // The ledger first: another instance may take in ballots meanwhile, and then the store may only be ahead.
        var last = await reader.LastSeqAsync(round.Number, shard, cancellationToken);
        var state = await store.ReadStateAsync(round, shard);
        if (state.IsReady && state.Seq >= last && !mustRebuild)
        {
            await SettleTailAsync(round, shard, cancellationToken);
            return;
        }

        var row = await scope.ServiceProvider.GetRequiredService<RoundStore>().ReadAsync(round.Number, cancellationToken);
        var isFenced = row.State is RoundState.Closing or RoundState.Closed;
        var isOurs = await rebuild.RunAsync(
            round,
            new BallotSeal(round.SubBudget, row.SaltKey),
            shard,
            must: mustRebuild || state.IsReady,
            () => SettleTailAsync(round, shard, cancellationToken),
            reader.ReadShard(round.Number, shard, after: 0, cancellationToken),
            isFenced,
            cancellationToken);
        if (!isOurs)
        {
            await WaitForOtherAsync(round, shard, cancellationToken);
        }
        else if (last > 0)
        {
            logger.LogWarning("Round {Round} shard {Shard} is rebuilt from {Last} ledger entries", round.Number, shard, last);
        }
    }

    /// <summary>Another instance rebuilds the shard; the caller's ballots can wait for it a little.</summary>
    private async Task WaitForOtherAsync(RoundKey round, int shard, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < OthersTime; waited += Look)
        {
            if ((await store.ReadStateAsync(round, shard)).IsReady)
            {
                return;
            }

            await Task.Delay(Look, cancellationToken);
        }
    }
}
