using System.Collections.Concurrent;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Intake;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// Numbers that the log waits for. Usually the ledger gets them in a moment, since batches overtake each other; one that stays away was
/// left behind by a crash, and is settled.
/// </summary>
internal sealed class LogGaps(Reconciler reconciler, TimeProvider clock)
{
    /// <summary>Longer than a batch may be on its way to the ledger.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<(RoundKey Round, int Shard, long Seq), long> _since = [];

    /// <param name="upTo">The highest missing number.</param>
    public void Note(RoundKey round, int shard, long upTo) => _since.TryAdd((round, shard, upTo), clock.GetTimestamp());

    /// <summary>Settles what has been missing for long.</summary>
    public async Task FillOldAsync(CancellationToken cancellationToken)
    {
        foreach (var (gap, since) in _since)
        {
            if (clock.GetElapsedTime(since) >= Patience)
            {
                await reconciler.FillAsync(gap.Round, gap.Shard, gap.Seq, cancellationToken);
                _since.TryRemove(gap, out _);
            }
        }
    }
}
