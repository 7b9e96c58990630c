using System.Collections.Immutable;
using System.Text;

namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// Everything odd that reading a file met. Each kind is counted in full and the first <see cref="KeptOfEachKind"/> are kept with
/// their positions, so that a file of eight million odd ballots gives a report of a page.
/// </summary>
/// <param name="Findings">The kept findings in the order they were met.</param>
/// <param name="Counts">How many there were of each kind that was met.</param>
public sealed record PbReport(ImmutableArray<PbFinding> Findings, ImmutableSortedDictionary<PbFindingCode, int> Counts)
{
    /// <summary>How many findings of one kind are kept with their positions.</summary>
    public const int KeptOfEachKind = 100;

    /// <summary>How many findings of this kind there were.</summary>
    public int Count(PbFindingCode code) => Counts.GetValueOrDefault(code);
}

/// <summary>Gathers findings and the one fault while a file is read.</summary>
internal sealed class PbReportBuilder
{
    private const int LongestValue = 60;

    private readonly List<PbFinding> findings = [];
    private readonly SortedDictionary<PbFindingCode, int> counts = [];

    public PbFault? Fault { get; private set; }

    public void Add(PbFindingCode code, int line, int column, ReadOnlySpan<byte> value)
    {
        if (Count(code))
        {
            var text = Encoding.UTF8.GetString(value.Length > LongestValue ? value[..LongestValue] : value);
            findings.Add(new PbFinding(line, column, code, text));
        }
    }

    public void Add(PbFindingCode code, int line, int column, string value)
    {
        if (Count(code))
        {
            findings.Add(new PbFinding(line, column, code, value.Length > LongestValue ? value[..LongestValue] : value));
        }
    }

    /// <summary>Notes the fault; the first one stands. Always false, so that a reader can return it.</summary>
    public bool Fail(PbFaultCode code, int line, int column, string message)
    {
        Fault ??= new PbFault(code, line, column, message);
        return false;
    }

    public PbReport Build() => new([.. findings], counts.ToImmutableSortedDictionary());

    private bool Count(PbFindingCode code)
    {
        counts[code] = counts.GetValueOrDefault(code) + 1;
        return counts[code] <= PbReport.KeptOfEachKind;
    }
}
