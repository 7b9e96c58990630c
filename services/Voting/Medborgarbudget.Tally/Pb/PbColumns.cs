using System.Text;

namespace Medborgarbudget.Tally.Pb;

/// <summary>The columns of a section by name, wherever they stand.</summary>
internal sealed class PbColumns
{
    private readonly OrderedDictionary<string, int> columns = new(StringComparer.Ordinal);

    private PbColumns(int count) => Count = count;

    /// <summary>How many fields a full row has.</summary>
    public int Count { get; }

    /// <summary>Names and places, in the file's order.</summary>
    public IEnumerable<KeyValuePair<string, int>> All => columns;

    /// <summary>Reads the header line that the rows stand at.</summary>
    public static PbColumns Read(PbRows rows, PbReportBuilder report)
    {
        var read = new PbColumns(rows.Count);
        for (var field = 0; field < rows.Count; field++)
        {
            var name = Encoding.UTF8.GetString(rows[field]);
            if (name.Length == 0 || !read.columns.TryAdd(name, field))
            {
                report.Add(PbFindingCode.BadColumnName, rows.Line, rows.Column(field), rows[field]);
            }
        }

        return read;
    }

    /// <summary>The place of a column, or -1.</summary>
    public int Find(string name) => columns.GetValueOrDefault(name, -1);

    /// <summary>Reports a row that has not as many fields as the header.</summary>
    public void CheckLength(PbRows rows, PbReportBuilder report)
    {
        if (rows.Count != Count)
        {
            var code = rows.Count < Count ? PbFindingCode.ShortRow : PbFindingCode.LongRow;
            report.Add(code, rows.Line, rows.Column(Math.Min(rows.Count, Count)), rows[0]);
        }
    }
}
