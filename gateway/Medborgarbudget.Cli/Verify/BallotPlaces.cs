using Medborgarbudget.Voting;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Where the ballots stand in the log, computed from the heads alone.</summary>
internal sealed class BallotPlaces
{
    private readonly IReadOnlyList<CheckedHead> heads;

    // Of each head and shard: the leaf of the first ballot that came with it.
    private readonly long[] starts;

    public BallotPlaces(IReadOnlyList<CheckedHead> heads)
    {
        this.heads = heads;
        starts = new long[heads.Count * Slot.Shards];
        var next = 1L;
        for (var head = 0; head < heads.Count; head++)
        {
            for (var shard = 0; shard < Slot.Shards; shard++)
            {
                starts[(head * Slot.Shards) + shard] = next;
                next += heads[head].Head.Ends[shard] - EndBefore(head, shard);
            }
        }
    }

    /// <summary>The place of a number, or null when no head has come that far.</summary>
    public BallotPlace? Find(int shard, long sequence)
    {
        var (low, high) = (0, heads.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = heads[middle].Head.Ends[shard] < sequence ? (middle + 1, high) : (low, middle);
        }

        return low == heads.Count || sequence < 1
            ? null
            : new BallotPlace(low, starts[(low * Slot.Shards) + shard] + sequence - EndBefore(low, shard) - 1, !heads[low].FollowsBroken);
    }

    /// <summary>The leaves that came with a head: from, inclusive, to, exclusive.</summary>
    public (long From, long To) LeavesOf(int head) =>
        (starts[head * Slot.Shards], starts[head * Slot.Shards] + heads[head].Head.Ballots - (head == 0 ? 0 : heads[head - 1].Head.Ballots));

    private long EndBefore(int head, int shard) => head == 0 ? 0 : heads[head - 1].Head.Ends[shard];
}

/// <summary>A ballot's place.</summary>
/// <param name="Head">Index of the first head that has it.</param>
/// <param name="IsCertain">False when a head before it is missing: then it stands somewhere among the leaves that came with the head.</param>
internal readonly record struct BallotPlace(int Head, long Leaf, bool IsCertain);
