using System.Collections.Immutable;
using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Holds every document, and the sealed ballots where they are, against the signed list of their blocks.</summary>
internal sealed class FilesCheck(PublishedFolder folder, PublishedManifest? manifest, FaultList faults, VerifyProgress progress)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (folder.Read(PublishedFolder.Files) is not { } bytes)
        {
            TellMissingList();
            return;
        }

        var fault = PublishedFiles.Read(bytes, out var files, out var signature);
        if (fault is null && manifest is not null)
        {
            fault = files.SubBudgetId != manifest.SubBudgetId ? "it is the list of another sub-budget"
                : !files.Verify(manifest.LogKey, signature.AsSpan()) ? "the signature does not hold"
                : null;
        }

        if (fault is not null)
        {
            faults.Add(new Fault(PublishedFolder.Files, fault) { Bytes = await PlaceOfFaultAsync(bytes, signature, cancellationToken) });
            return;
        }

        foreach (var name in Expected().Where(name => files.Find(name) is null))
        {
            faults.Add(new Fault(PublishedFolder.Files, $"it does not list {name}"));
        }

        foreach (var file in files.Files)
        {
            await CheckAsync(file, cancellationToken);
        }
    }

    private void TellMissingList()
    {
        foreach (var name in (string[])[PublishedFolder.CountedList, PublishedFolder.Result])
        {
            if (folder.Has(name))
            {
                faults.Add(new Fault(PublishedFolder.Files, $"it is not there, and {name} is"));
            }
        }
    }

    private IEnumerable<string> Expected()
    {
        var hasChannels = folder.Has(PublishedFolder.Channels);
        var hidden = folder.HasSealed ? PublishedFolder.AllSealed.Take(hasChannels ? PublishedFolder.AllSealed.Count : Slot.Shards) : [];
        return hasChannels ? [.. PublishedFolder.Documents, PublishedFolder.Channels, .. hidden] : [.. PublishedFolder.Documents, .. hidden];
    }

    private async Task CheckAsync(PublishedFile listed, CancellationToken cancellationToken)
    {
        var isSealed = !PublishedFolder.Documents.Contains(listed.Name) && listed.Name != PublishedFolder.Channels;
        if (isSealed && !folder.HasSealed)
        {
            return;
        }

        if (isSealed && !PublishedFolder.AllSealed.Contains(listed.Name))
        {
            faults.Add(new Fault(PublishedFolder.Files, $"it lists a file that no vote has: {listed.Name}"));
            return;
        }

        if (!folder.Has(listed.Name))
        {
            faults.Add(new Fault(listed.Name, $"it is not there, and {PublishedFolder.Files} lists it"));
            return;
        }

        var found = await HashAsync(listed.Name, cancellationToken);
        foreach (var (from, to) in listed.Differences(found))
        {
            faults.Add(new Fault(listed.Name, $"it is not as {PublishedFolder.Files} lists it") { Bytes = Fault.Range(from, to - from) });
        }

        if (found.Sha256 != listed.Sha256 && !listed.Differences(found).Any())
        {
            faults.Add(new Fault(listed.Name, $"its SHA-256 is not the one that {PublishedFolder.Files} lists"));
        }

        progress.Add(found.Length);
    }

    private async Task<PublishedFile> HashAsync(string name, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(folder.PathOf(name));
        return await PublishedFile.OfAsync(name, stream, cancellationToken);
    }

    /// <summary>Writes the list anew from the files that are here: where the one that was published differs first is what was changed in it.</summary>
    private async Task<(long, long)> PlaceOfFaultAsync(byte[] published, ImmutableArray<byte> signature, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<PublishedFile>();
        foreach (var name in Expected().Where(folder.Has))
        {
            found.Add(await HashAsync(name, cancellationToken));
        }

        var anew = new PublishedFiles(manifest?.SubBudgetId ?? default, found.ToImmutable()).WithSignature(signature.AsSpan());
        var first = published.AsSpan().CommonPrefixLength(anew);
        var isSameAfter = first < published.Length && published.Length == anew.Length && published.AsSpan(first + 1).SequenceEqual(anew.AsSpan(first + 1));
        return Fault.Range(first, isSameAfter ? 1 : published.Length - first);
    }
}
