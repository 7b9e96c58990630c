using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>How the log begins and ends: the manifest is its first leaf, the closing its last, and both agree with the heads.</summary>
internal sealed class ClosingCheck(
    PublishedFolder folder, PublishedManifest? manifest, IReadOnlyList<CheckedHead> heads, LogLeaves leaves, FaultList faults)
{
    public void CheckManifest(byte[] bytes)
    {
        if (leaves.Size > 0 && !leaves[0].SequenceEqual(LogEntry.ManifestLeaf(bytes)))
        {
            faults.Add(new Fault(PublishedFolder.Manifest, "its hash is not the one in the first leaf of the log")
            {
                Bytes = Fault.Range(0, bytes.Length), Leaves = (0, 0),
            });
        }
    }

    /// <summary>Gives the closing when it can be read.</summary>
    public ClosingRecord? Run()
    {
        var isClosed = heads.Count > 0 && heads[^1].Head.IsClosed;
        if (folder.Read(PublishedFolder.Closing) is not { } bytes)
        {
            if (isClosed)
            {
                Add("it is not there, and the log is closed");
            }

            return null;
        }

        if (ClosingRecord.Read(bytes, out var closing) is { } fault)
        {
            Add(fault, bytes.Length);
            CheckLeaf(bytes, isClosed);
            return null;
        }

        CheckLeaf(bytes, isClosed);
        CheckWords(closing);
        CheckGaps(closing);
        return closing;
    }

    private void CheckLeaf(byte[] bytes, bool isClosed)
    {
        if (!isClosed)
        {
            Add($"it is there, and no head in {PublishedFolder.Heads} ends the log");
        }
        else if (!leaves[leaves.Size - 1].SequenceEqual(LogEntry.ClosingLeaf(bytes)))
        {
            faults.Add(new Fault(PublishedFolder.Closing, "its hash is not the one in the last leaf of the log")
            {
                Bytes = Fault.Range(0, bytes.Length), Leaves = (leaves.Size - 1, leaves.Size - 1),
            });
        }
    }

    private void CheckWords(ClosingRecord closing)
    {
        if (manifest is not null && closing.SubBudgetId != manifest.SubBudgetId)
        {
            Add("it is the closing of another sub-budget");
        }

        if (manifest is not null && closing.Manifest != manifest.Sha256)
        {
            Add($"it names another manifest than {PublishedFolder.Manifest}");
        }

        for (var shard = 0; heads.Count > 0 && shard < closing.Ends.Length; shard++)
        {
            if (closing.Ends[shard] != heads[^1].Head.Ends[shard])
            {
                faults.Add(new Fault(PublishedFolder.Closing, $"the shard ends at {closing.Ends[shard]}, in the last head at {heads[^1].Head.Ends[shard]}")
                {
                    Shard = shard,
                });
            }
        }
    }

    /// <summary>A number without a ballot has the leaf of one.</summary>
    private void CheckGaps(ClosingRecord closing)
    {
        var places = new BallotPlaces(heads);
        Span<byte> leaf = stackalloc byte[MerkleTree.HashLength];
        foreach (var gap in closing.Gaps)
        {
            LogEntry.HashGap(closing.SubBudgetId, gap.Shard, gap.Sequence, leaf);
            if (places.Find(gap.Shard, gap.Sequence) is { IsCertain: true } place && !leaves[place.Leaf].SequenceEqual(leaf))
            {
                faults.Add(new Fault(PublishedFolder.Closing, "it says that no ballot has this number, and the log has one")
                {
                    Shard = gap.Shard, Sequences = (gap.Sequence, gap.Sequence), Leaves = (place.Leaf, place.Leaf),
                });
            }
        }
    }

    private void Add(string what, int length = 0) =>
        faults.Add(new Fault(PublishedFolder.Closing, what) { Bytes = length > 0 ? Fault.Range(0, length) : null });
}
