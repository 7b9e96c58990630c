using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// Takes into a round's log what the ledger has got since the last head, shard by shard, and signs a new head. After the close the
/// closing entry ends it. Several instances may do it at once: the number of the head decides whose work stands.
/// </summary>
internal sealed class BallotLog(LogStore store, RoundStore rounds, LedgerReader ledger, FreshLeaves leaves, LogKeys keys, LogGaps gaps, TimeProvider clock)
{
    private const int MostAtOnce = 100_000;

    /// <summary>Makes heads until the log has everything that can be taken in. False when something waits for a gap to be filled.</summary>
    public async Task<bool> AdvanceAsync(int round, CancellationToken cancellationToken)
    {
        var fresh = leaves.Take(round);
        Step step;
        do
        {
            step = await StepAsync(round, fresh, cancellationToken);
        }
        while (step == Step.More);
        return step == Step.Done;
    }

    private enum Step
    {
        Done,
        More,
        Gap,
    }

    private async Task<Step> StepAsync(int number, FreshLeaves.Leaves fresh, CancellationToken cancellationToken)
    {
        var round = await rounds.ReadAsync(number, cancellationToken);
        var manifest = Manifest.Read(round.Manifest);
        if (round.State == RoundState.FreezeRequested || round.Closing is not null || !manifest.IsSigned)
        {
            return Step.Done;
        }

        var last = await store.FindLastAsync(number, cancellationToken);
        var growth = Begin(round, last);
        var next = await TakeInAsync(round.ToKey(manifest), fresh, growth, cancellationToken);
        if (next == Step.Done && round.State == RoundState.Closed)
        {
            round.Closing = await CloseAsync(round, growth, cancellationToken);
            growth.Append(LogEntry.ClosingLeaf(round.Closing));
        }

        // Another instance was faster: what it left is looked at anew.
        return growth.IsEmpty || await WriteAsync(round.Number, manifest, growth, 1 + (last?.Number ?? 0), cancellationToken) ? next : Step.More;
    }

    private static LogGrowth Begin(RoundRow round, LogHeadRow? last)
    {
        var seal = new BallotSeal(round.SubBudgetId, round.SaltKey);
        if (last is not null)
        {
            return new LogGrowth(seal, LogStore.ToHead(last).Head, last.Peaks);
        }

        var growth = new LogGrowth(seal, null, null);
        growth.Append(LogEntry.ManifestLeaf(round.Manifest));
        return growth;
    }

    private async Task<Step> TakeInAsync(RoundKey round, FreshLeaves.Leaves fresh, LogGrowth growth, CancellationToken cancellationToken)
    {
        var hasGap = false;
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            growth.Take(fresh, shard, MostAtOnce);
            await foreach (var entry in ledger.ReadShard(round.Number, shard, growth.Ends[shard], cancellationToken))
            {
                if (growth.Taken == MostAtOnce)
                {
                    return Step.More;
                }

                if (!growth.TryTake(entry))
                {
                    // What comes behind it waits for the missing number.
                    hasGap = true;
                    gaps.Note(round, shard, entry.Seq - 1);
                    break;
                }
            }
        }

        return hasGap ? Step.Gap : Step.Done;
    }

    private async Task<byte[]> CloseAsync(RoundRow round, LogGrowth growth, CancellationToken cancellationToken)
    {
        var found = new List<Gap>();
        await foreach (var gap in ledger.ReadGaps(round.Number).WithCancellation(cancellationToken))
        {
            found.Add(gap);
        }

        return ClosingRecord.Of(round.SubBudgetId, round.ManifestHash, growth.Ends, found, round.Voters!.Value).Canonical();
    }

    private async Task<bool> WriteAsync(int round, Manifest manifest, LogGrowth growth, int number, CancellationToken cancellationToken)
    {
        var signed = keys.Sign(manifest, growth.Head(manifest.SubBudgetId, clock.GetUtcNow()));
        foreach (var tile in await growth.TilesAsync(OpenTileAsync))
        {
            if (tile.IsNew)
            {
                store.Add(new LogTileRow { Round = round, Level = tile.Level, Number = tile.Number, Hashes = tile.Hashes });
            }
            else
            {
                (await store.ReadTileAsync(round, tile.Level, tile.Number, cancellationToken)).Hashes = tile.Hashes;
            }
        }

        store.Add(new LogHeadRow { Round = round, Number = number, Size = signed.Head.Size, Line = signed.ToLine(), Peaks = growth.Peaks() });
        return await store.SaveAsync(cancellationToken);

        async Task<byte[]> OpenTileAsync(int level, long tile) => (await store.ReadTileAsync(round, level, tile, cancellationToken)).Hashes;
    }
}
