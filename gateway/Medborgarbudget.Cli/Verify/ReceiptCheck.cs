using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Looks for the ballots of receipts in the log.</summary>
internal sealed class ReceiptCheck(PublishedManifest manifest, IReadOnlyList<CheckedHead> heads, LogLeaves leaves, FaultList faults)
{
    private readonly BallotPlaces places = new(heads);

    public void Run(ReceiptFile receipt)
    {
        if (!receipt.Proof.Verify(manifest.LogKey, receipt.Leaf.AsSpan(), receipt.Hour, receipt.Level ?? manifest.Level))
        {
            Add(receipt, "the system never signed this receipt");
            return;
        }

        if (receipt.Shard is < 0 or >= Slot.Shards)
        {
            Add(receipt, "there is no such shard");
            return;
        }

        var place = places.Find(receipt.Shard, receipt.Sequence);
        if (place is { } expected && leaves[expected.Leaf].SequenceEqual(receipt.Leaf))
        {
            return;
        }

        if (leaves.Find(receipt.Leaf) is { } elsewhere)
        {
            if (place is not { IsCertain: false })
            {
                Add(receipt, $"the ballot is leaf {elsewhere}, which is not the place of its number", place);
            }
        }
        else
        {
            Add(receipt, place is null && heads is not [.., { Head.IsClosed: true }]
                ? "dropped: the log has not come to the ballot; that takes up to 60 seconds from the acknowledgement"
                : "dropped: the ballot was acknowledged, and the log does not have it", place);
        }
    }

    private void Add(ReceiptFile receipt, string what, BallotPlace? place = null) => faults.Add(new Fault(receipt.Path, what)
    {
        Shard = receipt.Shard,
        Sequences = (receipt.Sequence, receipt.Sequence),
        Leaves = place is { } expected ? (expected.Leaf, expected.Leaf) : null,
    });
}
