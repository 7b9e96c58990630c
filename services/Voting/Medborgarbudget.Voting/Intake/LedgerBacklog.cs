using System.Collections.Concurrent;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Shards with ballots that were acknowledged before the ledger had them, and that it did not take: so it is at the levels memory and store
/// while the ledger is away. The store's tails keep them; they are brought to the ledger as soon as it takes them.
/// </summary>
internal sealed class LedgerBacklog(
    Reconciler reconciler, LogSignal log, IntakeMetrics metrics, TimeProvider clock, ILogger<LedgerBacklog> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<(RoundKey Round, int Shard), bool> _behind = [];
    private volatile bool _isBehind;

    /// <summary>Whether the ledger was away when it was last asked; no batch need wait to hear that again.</summary>
    public bool IsBehind => _isBehind;

    public void Add(IEnumerable<(RoundKey Round, int Shard)> shards)
    {
        foreach (var shard in shards)
        {
            _behind[shard] = true;
        }

        metrics.FellBehind(this, clock.GetUtcNow());
        _isBehind = true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Retry, stoppingToken);
            if (_isBehind || !_behind.IsEmpty)
            {
                _isBehind = !await CatchUpAsync(stoppingToken);
                if (!_isBehind && _behind.IsEmpty)
                {
                    metrics.CaughtUp(this);
                }
            }
        }
    }

    private async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        foreach (var shard in _behind.Keys)
        {
            // Taken out first: what a batch adds meanwhile is not in the tail that is read now.
            _behind.TryRemove(shard, out _);
            try
            {
                await reconciler.SettleTailAsync(shard.Round, shard.Shard, cancellationToken);
                log.Grown(shard.Round.Number);
            }
            catch (Exception exception) when (Outage.Is(exception))
            {
                _behind[shard] = true;
                logger.LogWarning("The ledger is behind the store in {Count} shards ({Problem})", _behind.Count, exception.GetType().Name);
                return false;
            }
        }

        return true;
    }
}
