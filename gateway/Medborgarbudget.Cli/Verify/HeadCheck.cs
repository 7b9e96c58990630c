using Medborgarbudget.Cli.Published;
using Medborgarbudget.Voting.Log;

namespace Medborgarbudget.Cli.Verify;

/// <summary>Reads heads.jsonl line by line: spelling, signatures, cosignatures, and that each head follows the one before.</summary>
internal sealed class HeadCheck(PublishedManifest? manifest, FaultList faults)
{
    private readonly List<CheckedHead> heads = [];
    private bool isAfterBroken;
    private int line;

    /// <summary>Gives the heads that hold.</summary>
    public IReadOnlyList<CheckedHead> Run(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        for (var from = 0; from < file.Length;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            line++;
            var length = file.Span[from..].IndexOf((byte)'\n');
            var bytes = Fault.Range(from, length < 0 ? file.Length - from : length + 1);
            var problem = length < 0 ? "the line has no end" : Check(file.Slice(from, length), bytes);
            if (problem is not null)
            {
                Add(problem, bytes);
                isAfterBroken = true;
            }

            from = (int)bytes.Last + 1;
        }

        return heads;
    }

    private string? Check(ReadOnlyMemory<byte> text, (long, long) bytes)
    {
        if (SignedHead.ReadLine(text, out var signed) is { } fault)
        {
            return fault;
        }

        if (manifest is not null && signed.Head.SubBudgetId != manifest.SubBudgetId)
        {
            return "it is the head of another sub-budget";
        }

        if (manifest is not null && !signed.Verify(manifest.LogKey))
        {
            return "the signature does not hold";
        }

        CheckCosignatures(signed, bytes);
        if (heads.Count > 0 && FaultAfter(heads[^1], signed.Head) is { } misfit)
        {
            return misfit;
        }

        heads.Add(new CheckedHead(line, signed.Head, isAfterBroken));
        isAfterBroken = false;
        return null;
    }

    private void CheckCosignatures(SignedHead signed, (long, long) bytes)
    {
        if (manifest is null)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cosignature in signed.Cosignatures)
        {
            var problem = !seen.Add(cosignature.Witness) ? "stands twice"
                : !manifest.Witnesses.TryGetValue(cosignature.Witness, out var key) ? "is of a witness that the manifest does not name"
                : !cosignature.Verify(key, signed.Head) ? "does not hold"
                : null;
            if (problem is not null)
            {
                Add($"the cosignature of {cosignature.Witness} {problem}", bytes);
            }
        }
    }

    private static string? FaultAfter(CheckedHead before, TreeHead head) =>
        before.Head.IsClosed ? $"it comes after the head at line {before.Line}, which ended the log"
        : head.Size < before.Head.Size ? $"it has fewer leaves than the head at line {before.Line}"
        : head.Time < before.Head.Time ? $"it is older than the head at line {before.Line}"
        : head.Ends.Zip(before.Head.Ends).Any(pair => pair.First < pair.Second) ? $"a shard ends before it did at line {before.Line}"
        : null;

    private void Add(string what, (long, long) bytes) => faults.Add(new Fault(PublishedFolder.Heads, what) { Line = line, Bytes = bytes });
}
