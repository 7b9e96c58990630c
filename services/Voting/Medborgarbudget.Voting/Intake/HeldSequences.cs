using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Sequence numbers that the ledger holds and the store's tail need not keep any longer; told with the next script of the shard.</summary>
internal sealed class HeldSequences
{
    private const int Most = 100_000;

    /// <summary>Told together: each telling is a command of the script, and what stays in the tail a little longer does no harm.</summary>
    private const int Worth = 16;

    private readonly Dictionary<(RoundKey Round, int Shard), List<long>> _held = [];
    private int _count;

    public void Add(RoundKey round, LedgerEntry entry)
    {
        // What is forgotten here stays in the tail until the round is closed, where it is found in the ledger.
        if (_count >= Most)
        {
            _held.Clear();
            _count = 0;
        }

        if (!_held.TryGetValue((round, entry.Shard), out var shard))
        {
            _held.Add((round, entry.Shard), shard = []);
        }

        shard.Add(entry.Seq);
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
