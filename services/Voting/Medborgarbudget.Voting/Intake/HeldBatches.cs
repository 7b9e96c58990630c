using Medborgarbudget.Voting.Box;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Batches that the ledger holds and the store's tail need not keep any longer, named by their first new sequence number; told with the next
/// script of the shard.
/// </summary>
internal sealed class HeldBatches
{
    private const int Most = 10_000;

    /// <summary>Told together: each telling is a command of the script, and what stays in the tail a little longer does no harm.</summary>
    private const int Worth = 4;

    private readonly Dictionary<(RoundKey Round, int Shard), List<long>> _held = [];
    private int _count;

    public void Add(RoundKey round, int shard, long batch)
    {
        // What is forgotten here stays in the tail until the round is closed, where it is found in the ledger.
        if (_count >= Most)
        {
            _held.Clear();
            _count = 0;
        }

        if (!_held.TryGetValue((round, shard), out var held))
        {
            _held.Add((round, shard), held = []);
        }

        held.Add(batch);
        _count++;
    }

    public IReadOnlyList<long> Take(RoundKey round, int shard)
    {
        if (!_held.TryGetValue((round, shard), out var held) || held.Count < Worth)
        {
            return [];
        }

        _held.Remove((round, shard));
        _count -= held.Count;
        return held;
    }
}
