using System.Buffers.Binary;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>A sealed ballot that does not open the leaf at its place.</summary>
internal sealed record Mismatch(int Shard, long Sequence, int At, int Length, BallotPlace Place, byte[] Commitment, byte[] Leaf);

/// <summary>
/// Tells of sealed ballots that do not open their leaf what happened: the leaf stands elsewhere near it, the ballot is another number's, or
/// it was changed.
/// </summary>
internal sealed class LeafMismatches(SubBudgetId subBudget, IReadOnlyList<CheckedHead> heads, LogLeaves leaves, FaultList faults)
{
    /// <summary>More than this are not compared each with each.</summary>
    private const int MostCompared = 1000;

    private readonly List<Mismatch> mismatches = [];

    public void Add(Mismatch mismatch) => mismatches.Add(mismatch);

    public void Explain()
    {
        var open = new List<Mismatch>();
        foreach (var withHead in mismatches.GroupBy(mismatch => mismatch.Place.Head))
        {
            open.AddRange(TellDisorder(withHead.Key, [.. withHead]));
        }

        foreach (var mismatch in open)
        {
            var owner = open.Count <= MostCompared ? open.Find(other => other != mismatch && Opens(mismatch.Commitment, other)) : null;
            faults.Add(new Fault(
                PublishedFolder.Sealed(mismatch.Shard),
                owner is null ? "it does not open the leaf" : $"it holds the ballot of shard {owner.Shard}, number {owner.Sequence}")
            {
                Bytes = Fault.Range(mismatch.At, mismatch.Length),
                Shard = mismatch.Shard,
                Sequences = (mismatch.Sequence, mismatch.Sequence),
                Leaves = mismatch.Place.IsCertain ? (mismatch.Place.Leaf, mismatch.Place.Leaf) : null,
            });
        }
    }

    /// <summary>Tells of those whose leaves came with the same head, in another place; gives the others.</summary>
    private List<Mismatch> TellDisorder(int head, List<Mismatch> together)
    {
        var (from, to) = new BallotPlaces(heads).LeavesOf(head);
        var there = new HashSet<UInt128>();
        for (var place = from; place < to; place++)
        {
            there.Add(leaves[place].IsEmpty ? default : KeyOf(leaves[place]));
        }

        var displaced = together.Where(mismatch => there.Contains(KeyOf(mismatch.Leaf))).ToList();
        var isKnown = heads[head].FollowsBroken;
        if (displaced.Count > 0 && !isKnown)
        {
            faults.Add(new Fault(
                PublishedFolder.Heads,
                $"{displaced.Count} ballots that came with this head stand in another order: leaves changed places, or a head before it is missing")
            {
                Line = heads[head].Line, Leaves = (displaced.Min(mismatch => mismatch.Place.Leaf), displaced.Max(mismatch => mismatch.Place.Leaf)),
            });
        }

        return [.. together.Except(displaced)];
    }

    private bool Opens(byte[] commitment, Mismatch other)
    {
        Span<byte> leaf = stackalloc byte[MerkleTree.HashLength];
        LogEntry.HashBallot(commitment, subBudget, other.Shard, other.Sequence, leaf);
        return leaf.SequenceEqual(leaves[other.Place.Leaf]);
    }

    /// <summary>Half of a hash is more than enough to know it by.</summary>
    private static UInt128 KeyOf(ReadOnlySpan<byte> leaf) => BinaryPrimitives.ReadUInt128BigEndian(leaf);
}
