using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// One worker's way with a batch: one script decides, one ledger transaction remembers, then every caller is told. What
/// the store has decided and the ledger refused to take is kept, and goes to the ledger before anything new goes to the store.
/// </summary>
internal sealed class IntakeBatch(
    BallotStore store,
    ILedger ledger,
    Reconciler reconciler,
    EarlierBallots earlier,
    LedgerBacklog backlog,
    LogSignal log,
    IntakeMetrics metrics,
    TimeProvider clock,
    IOptions<VotingOptions> options,
    ILogger<IntakeBatch> logger)
{
    private readonly HeldBatches _held = new();
    private LedgerEntry[] _unsettled = [];

    private sealed record Decided(CastWork Work, LedgerEntry Entry, bool IsNew);

    public bool HasUnsettled => _unsettled.Length > 0;

    public async Task RunAsync(IReadOnlyList<CastWork> batch, CancellationToken cancellationToken)
    {
        try
        {
            if (!await SettleAsync(cancellationToken))
            {
                return;
            }

            var works = batch.ToLookup(work => (work.Round, work.Shard));
            ShardCastings[] shards = [.. works.Select(shard =>
                new ShardCastings(shard.Key.Round, shard.Key.Shard, _held.Take(shard.Key.Round, shard.Key.Shard), [.. shard.Select(work => work.Casting)]))];
            var decided = await Task.WhenAll(store.Together(shards).Select(together => DecideAsync(together, works, cancellationToken)));
            await RememberAsync([.. decided.SelectMany(some => some)], cancellationToken);
        }
        finally
        {
            // Whatever happened, nobody is left without an answer and nobody is told what is not known.
            foreach (var work in batch)
            {
                work.Answer(VotingErrors.OutcomeUnknown);
            }
        }
    }

    /// <summary>Brings to the ledger what it did not take before; false while it still does not.</summary>
    public async Task<bool> SettleAsync(CancellationToken cancellationToken)
    {
        if (_unsettled.Length == 0)
        {
            return true;
        }

        try
        {
            await ledger.AppendAsync(_unsettled, mayHold: true, cancellationToken);
            logger.LogWarning("{Count} ballots that the ledger had not taken are in it now", _unsettled.Length);
            _unsettled = [];
            metrics.CaughtUp(this);
            return true;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The ledger does not take {Count} ballots", _unsettled.Length);
            return false;
        }
    }

    private async Task<IReadOnlyList<Decided>> DecideAsync(
        IReadOnlyList<ShardCastings> shards, ILookup<(RoundKey Round, int Shard), CastWork> works, CancellationToken cancellationToken)
    {
        var decided = new List<Decided>();
        try
        {
            var decisions = await store.CastAsync(shards);
            for (var i = 0; i < shards.Count; i++)
            {
                await ReadAsync(shards[i], decisions[i], [.. works[(shards[i].Round, shards[i].Shard)]], decided, cancellationToken);
            }
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The store does not answer for {Count} shards", shards.Count);
        }

        return decided;
    }

    /// <summary>Adds what the shard took in: all of it, so that its batch in the tail is known to be held once these are, or nothing.</summary>
    private async Task ReadAsync(
        ShardCastings shard, Decision[]? decisions, IReadOnlyList<CastWork> works, List<Decided> decided, CancellationToken cancellationToken)
    {
        try
        {
            decisions ??= await MakeReadyAsync(shard, cancellationToken);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "Nothing is known of a batch of shard {Shard}", shard.Shard);
            return;
        }

        for (var i = 0; i < works.Count; i++)
        {
            if (await ReadAsync(works[i], decisions?[i], cancellationToken) is { } one)
            {
                decided.Add(one);
            }
        }
    }

    /// <summary>Brings the shard to agreement with the ledger and asks again; null when that was not to be.</summary>
    private async Task<Decision[]?> MakeReadyAsync(ShardCastings shard, CancellationToken cancellationToken)
    {
        await reconciler.ReconcileAsync(shard.Round, mustRebuild: false, cancellationToken);
        return (await store.CastAsync([shard with { Held = [] }]))[0];
    }

    /// <summary>What has to be in the ledger before the answer, or null when the caller has it already.</summary>
    private async ValueTask<Decided?> ReadAsync(CastWork work, Decision? decision, CancellationToken cancellationToken)
    {
        // While the ledger is known to be away, one voter's question must not hold up the others.
        if (decision is { Verdict: Verdict.Earlier or Verdict.Forgotten } && !backlog.IsBehind)
        {
            decision = await LookUpAsync(work, decision, cancellationToken);
        }

        if (decision is not { Verdict: Verdict.New or Verdict.Same })
        {
            work.Answer(decision?.Verdict switch
            {
                Verdict.KeyReused => VotingErrors.KeyReused,
                Verdict.Closed => VotingErrors.Closed,
                Verdict.AtPlace => VotingErrors.VotedAtPlace,
                Verdict.Refused => work.Refusal!,
                Verdict.Earlier or Verdict.Forgotten => VotingErrors.OutcomeUnknown,
                _ => VotingErrors.NotReady,
            });
            return null;
        }

        var mark = decision.Mark ?? work.Casting.Mark;
        var entry = new LedgerEntry(
            work.Round.Number, work.Shard, decision.Seq, work.Casting.Voter, decision.Version, work.Casting.Choices, mark.KeyHash, mark.Check, mark.Hour, mark.Channel);
        return new Decided(work, entry, decision.Verdict == Verdict.New);
    }

    /// <summary>Answers from the ledger when it knows the key. When it does not, and the store cannot know, the store decides after all.</summary>
    private async Task<Decision?> LookUpAsync(CastWork work, Decision decision, CancellationToken cancellationToken)
    {
        try
        {
            if (await earlier.FindAsync(work, cancellationToken) is { } known)
            {
                work.Answer(known.Choices.AsSpan().SequenceEqual(work.Casting.Choices) ? known : VotingErrors.KeyReused);
            }
            else if (decision.Verdict == Verdict.Forgotten)
            {
                return (await store.CastAsync([new ShardCastings(work.Round, work.Shard, [], [work.Casting with { IsLookedUp = true }])]))[0]?[0];
            }
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "An earlier ballot of shard {Shard} cannot be looked up", work.Shard);
        }

        return decision;
    }

    private async Task RememberAsync(IReadOnlyList<Decided> decided, CancellationToken cancellationToken)
    {
        if (decided.Count == 0)
        {
            return;
        }

        var isAnswered = !options.Value.Level.WaitsForLedger();
        if (isAnswered)
        {
            Answer(decided);
            if (backlog.IsBehind)
            {
                LeaveToBacklog(decided);
                return;
            }
        }

        // A caller that repeats at once is in the batch twice, with one entry.
        LedgerEntry[] entries = [.. decided.Select(one => one.Entry).DistinctBy(entry => entry.Place)];
        try
        {
            var held = await ledger.AppendAsync(entries, decided.Any(one => !one.IsNew), cancellationToken);
            if (!held.Contains(false))
            {
                Keep(decided);
                NoteHeld(decided);
                return;
            }

            var inLedger = entries.Where((_, i) => held[i]).Select(entry => entry.Place).ToHashSet();
            Keep(decided.Where(one => inLedger.Contains(one.Entry.Place)).ToList());
            await RepairAsync(decided.Where(one => !inLedger.Contains(one.Entry.Place)), cancellationToken);
        }
        catch (Exception exception) when (isAnswered && Outage.Is(exception))
        {
            logger.LogWarning(exception, "The ledger did not take {Count} acknowledged ballots; the store keeps them", entries.Length);
            LeaveToBacklog(decided);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "The ledger did not take {Count} ballots; their outcome is unknown", entries.Length);
            _unsettled = entries;
            metrics.FellBehind(this, clock.GetUtcNow());
        }
    }

    private void LeaveToBacklog(IEnumerable<Decided> decided) => backlog.Add(decided.Select(one => (one.Work.Round, one.Work.Shard)));

    /// <summary>Tells the callers, and the log that these are in the ledger.</summary>
    private void Keep(IReadOnlyList<Decided> kept)
    {
        Answer(kept);
        var last = -1;
        foreach (var one in kept)
        {
            if (one.Work.Round.Number != last)
            {
                last = one.Work.Round.Number;
                log.Grown(last);
            }
        }
    }

    /// <summary>The store's tails need not keep what each script took in, now that the ledger has all of it.</summary>
    private void NoteHeld(IReadOnlyList<Decided> decided)
    {
        foreach (var first in decided.Where(one => one.IsNew).DistinctBy(one => (one.Work.Round, one.Work.Shard)))
        {
            _held.Add(first.Work.Round, first.Work.Shard, first.Entry.Seq);
        }
    }

    /// <summary>The store gave places that the ledger has given before: it has fallen behind and is made anew.</summary>
    private async Task RepairAsync(IEnumerable<Decided> displaced, CancellationToken cancellationToken)
    {
        foreach (var round in displaced.Select(one => one.Work.Round).Distinct())
        {
            logger.LogError("The store of round {Round} is behind the ledger and is rebuilt", round.Number);
            await reconciler.ReconcileAsync(round, mustRebuild: true, cancellationToken);
        }
    }

    private static void Answer(IEnumerable<Decided> decided)
    {
        foreach (var one in decided)
        {
            one.Work.Answer(one.Entry);
        }
    }
}
