using System.Diagnostics.CodeAnalysis;

namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// Reads elections in the .pb format: UTF-8 text with the sections META, PROJECTS and VOTES. It goes through the bytes once, makes
/// no text of a ballot, and keeps memory for the different ballots only. Whatever the bytes are, the answer is a file or a fault.
/// </summary>
public static class PbReader
{
    private const int LargestWindow = 1 << 18;

    /// <summary>Reads a file from memory.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="file">The election and the report, when it can be counted.</param>
    /// <param name="fault">Why not, otherwise.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> bytes,
        [NotNullWhen(true)] out PbFile? file,
        [NotNullWhen(false)] out PbFault? fault)
    {
        var rest = bytes;
        using var window = new PbBytes(Feed, Math.Min(LargestWindow, bytes.Length + 1));
        return TryRead(window, out file, out fault);

        int Feed(Span<byte> buffer)
        {
            var count = Math.Min(buffer.Length, rest.Length);
            rest.Span[..count].CopyTo(buffer);
            rest = rest[count..];
            return count;
        }
    }

    /// <summary>Reads a file from a stream, which is left open. Failures of the stream itself pass through as its exceptions.</summary>
    /// <param name="stream">The file from its start.</param>
    /// <param name="file">The election and the report, when it can be counted.</param>
    /// <param name="fault">Why not, otherwise.</param>
    public static bool TryRead(
        Stream stream,
        [NotNullWhen(true)] out PbFile? file,
        [NotNullWhen(false)] out PbFault? fault)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var window = new PbBytes(stream.Read, LargestWindow);
        return TryRead(window, out file, out fault);
    }

    private static bool TryRead(
        PbBytes bytes,
        [NotNullWhen(true)] out PbFile? file,
        [NotNullWhen(false)] out PbFault? fault)
    {
        var report = new PbReportBuilder();
        var rows = new PbRows(bytes, report);
        file = TryReadSections(rows, report, out var election)
            ? new PbFile(election, CityOutcome.Of(election), report.Build(), bytes.Sha256())
            : null;
        fault = report.Fault;
        return file is not null;
    }

    private static bool TryReadSections(PbRows rows, PbReportBuilder report, [NotNullWhen(true)] out Election? election)
    {
        election = null;
        rows.SkipByteOrderMark();
        if (!rows.TryNext() || !rows.Is("META"u8))
        {
            return report.Fail(PbFaultCode.NotPb, 1, 1, "This is not a .pb file: its first line is not META.");
        }

        var meta = new PbMetaSection(rows, report);
        var projects = new PbProjectSection(rows, report);
        return meta.TryRead()
            && projects.TryRead()
            && projects.TryStart(meta, out var builder)
            && new PbVoteSection(rows, report, projects, builder).TryRead()
            && PbAudit.TryFinish(builder, meta, projects, report, out election);
    }
}
