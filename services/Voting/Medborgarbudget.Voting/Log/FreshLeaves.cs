using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Log;

/// <summary>
/// The leaves of ballots that this instance has just acknowledged, so that the log need neither read them from the ledger nor make them
/// again. What is not here, since another instance took it in or there was too much, is read from the ledger.
/// </summary>
internal sealed class FreshLeaves(IOptions<VotingOptions> options)
{
    /// <summary>Of a round; 20 seconds of the fastest voting day. A leaf takes some 60 bytes here.</summary>
    private const int Most = 500_000;

    private readonly bool _areInLedger = options.Value.Level.WaitsForLedger();
    private readonly Lock _lock = new();
    private readonly Dictionary<int, Leaves> _rounds = [];

    /// <summary>Notes ballots that are in the ledger. At a level that acknowledges before that nothing is noted.</summary>
    public void Add(IReadOnlyList<IssuedReceipt> receipts)
    {
        if (!_areInLedger)
        {
            return;
        }

        lock (_lock)
        {
            foreach (var (round, entry, _, leaf, _) in receipts)
            {
                if (round.Round.State == RoundState.Closed)
                {
                    // The repetition of a cast: its log grows no more, and nobody would come for the leaf.
                    continue;
                }

                if (!_rounds.TryGetValue(round.Key.Number, out var leaves))
                {
                    _rounds.Add(round.Key.Number, leaves = new Leaves());
                }

                if (leaves.Count < Most)
                {
                    leaves.Add(entry.Shard, entry.Seq, leaf);
                }
            }
        }
    }

    /// <summary>What was noted of a round since it was last taken.</summary>
    public Leaves Take(int round)
    {
        lock (_lock)
        {
            return _rounds.Remove(round, out var leaves) ? leaves : new Leaves();
        }
    }

    /// <summary>Leaves by shard and sequence number.</summary>
    internal sealed class Leaves
    {
        private readonly Dictionary<(int Shard, long Seq), Leaf> _leaves = [];

        public int Count => _leaves.Count;

        public void Add(int shard, long seq, ReadOnlySpan<byte> leaf)
        {
            var kept = default(Leaf);
            leaf.CopyTo(kept);
            _leaves[(shard, seq)] = kept;
        }

        public bool TryGet(int shard, long seq, Span<byte> leaf)
        {
            if (!_leaves.TryGetValue((shard, seq), out var kept))
            {
                return false;
            }

            ((ReadOnlySpan<byte>)kept).CopyTo(leaf);
            return true;
        }
    }

    [InlineArray(MerkleTree.HashLength)]
    private struct Leaf
    {
        private byte _first;
    }
}
