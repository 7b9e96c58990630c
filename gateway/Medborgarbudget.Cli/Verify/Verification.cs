using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Every check of a published folder, one after another; no fault stops the next check.</summary>
internal sealed class Verification(PublishedFolder folder, IReadOnlyList<ReceiptFile> receipts, IssuedVoters? issued)
{
    private readonly FaultList faults = new();

    public VerifyProgress Progress { get; } = new();

    /// <summary>What the progress is in the end, as far as that can be told from the sizes of the files.</summary>
    public long Most { get; } = Math.Max(1, new DirectoryInfo(folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));

    /// <exception cref="CommandException">There is nothing to check, or it cannot be read.</exception>
    public async Task<VerifyReport> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await CheckAsync(
                folder.Read(PublishedFolder.Manifest) ?? throw Missing(PublishedFolder.Manifest),
                folder.Read(PublishedFolder.Heads) ?? throw Missing(PublishedFolder.Heads),
                cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"{folder.Path} cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<VerifyReport> CheckAsync(byte[] manifestBytes, byte[] headBytes, CancellationToken cancellationToken)
    {
        if (PublishedManifest.Read(manifestBytes, out var manifest) is { } fault)
        {
            faults.Add(new Fault(PublishedFolder.Manifest, fault) { Bytes = Fault.Range(0, manifestBytes.Length) });
        }

        var heads = new HeadCheck(manifest, faults).Run(headBytes, cancellationToken);
        if (heads.Count == 0)
        {
            faults.Add(new Fault(PublishedFolder.Heads, "it has no head that holds"));
        }

        var leaves = new LogLeaves(folder, heads.Count > 0 ? heads[^1].Head.Size : 0);
        new TreeCheck(folder, heads, faults, Progress).Run(cancellationToken);
        new StrayFiles(folder, faults).Run(leaves.Size);
        var ends = new ClosingCheck(folder, manifest, heads, leaves, faults);
        ends.CheckManifest(manifestBytes);
        var closing = ends.Run();
        await new FilesCheck(folder, manifest, faults, Progress).RunAsync(cancellationToken);
        var report = new VerifyReport(manifest, heads, closing, faults.All);
        return manifest is null ? report : CheckBallots(manifest, heads, leaves, report, cancellationToken);
    }

    private VerifyReport CheckBallots(
        PublishedManifest manifest, IReadOnlyList<CheckedHead> heads, LogLeaves leaves, VerifyReport report, CancellationToken cancellationToken)
    {
        var channels = new ChannelsCheck(folder, manifest, faults).Run(report.Closing);
        var list = new CountCheck(folder, manifest, faults, Progress).Run(report.Closing, channels, cancellationToken);
        report = report with { Counted = list?.Ballots.BallotCount, Channels = channels };
        if (folder.HasSealed)
        {
            TellMissingShards(heads);
            var stage = new SealedCheck(folder, manifest, heads, leaves, faults, Progress);
            stage.Run(report.Closing, new SealedPaperCheck(folder, channels, faults), issued, list, cancellationToken);
            report = report with { SealedBallots = stage.Ballots, SealedVoters = stage.Voters, IssuedVoters = issued?.Count };
        }

        var receiptCheck = new ReceiptCheck(manifest, heads, leaves, faults);
        foreach (var receipt in receipts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            receiptCheck.Run(receipt);
        }

        return report with { Receipts = receipts.Count };
    }

    private void TellMissingShards(IReadOnlyList<CheckedHead> heads)
    {
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            if (!folder.Has(PublishedFolder.Sealed(shard)) && heads.Count > 0 && heads[^1].Head.Ends[shard] > 0)
            {
                faults.Add(new Fault(PublishedFolder.Sealed(shard), "it is not there"));
            }
        }
    }

    private CommandException Missing(string name) => CommandException.BadInput($"{folder.Path} has no {name}: nothing can be checked.");
}
