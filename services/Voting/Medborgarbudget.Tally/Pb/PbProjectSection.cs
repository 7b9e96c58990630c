using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Medborgarbudget.Tally.Pb;

/// <summary>Reads PROJECTS up to the line that begins VOTES.</summary>
internal sealed class PbProjectSection(PbRows rows, PbReportBuilder report)
{
    /// <summary>The decimals that points are read with; finer points are refused.</summary>
    public const int PointDecimals = 6;

    private readonly List<Row> projects = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    private sealed record Row(
        string Id, string Name, ExactDecimal Cost, ImmutableArray<KeyValuePair<string, string>> Details, int Line, int CostColumn)
    {
        public string? Lot => Details.FirstOrDefault(detail => detail.Key == PbFormat.LotColumn).Value;
    }

    public PbProjectIndex Index { get; } = new();

    public int Count => projects.Count;

    /// <summary>How many rows there are, those of a repeated id included.</summary>
    public int RowCount { get; private set; }

    public int LineOf(int project) => projects[project].Line;

    public bool TryRead()
    {
        if (!rows.TryNext() || rows.Is("VOTES"u8))
        {
            return report.Fail(PbFaultCode.MissingColumn, rows.Line, 1, "The PROJECTS section has no header line.");
        }

        var columns = PbColumns.Read(rows, report);
        if (columns.Find("project_id") < 0 || columns.Find("cost") < 0)
        {
            return report.Fail(PbFaultCode.MissingColumn, rows.Line, 1, "The projects need the columns project_id and cost.");
        }

        while (rows.TryNext())
        {
            if (rows.Is("VOTES"u8))
            {
                return true;
            }

            if (!TryAdd(columns))
            {
                return false;
            }
        }

        return report.Fail(PbFaultCode.MissingSection, rows.Line, 1, "The VOTES section is missing.");
    }

    /// <summary>Starts the election, now that the decimals of every amount are known.</summary>
    public bool TryStart(PbMetaSection meta, [NotNullWhen(true)] out ElectionBuilder? builder)
    {
        builder = null;
        var decimals = projects.Aggregate(meta.Budget.Decimals, (most, project) => Math.Max(most, project.Cost.Decimals));
        if (!meta.Budget.TryAtScale(decimals, out var budget))
        {
            return FailOverflow(meta.LineOf("budget"), 1);
        }

        builder = new ElectionBuilder(meta.VoteType, budget, decimals, PointDecimals);
        foreach (var (key, value) in meta.Kept)
        {
            builder.SetMeta(key, value);
        }

        foreach (var project in projects)
        {
            if (!project.Cost.TryAtScale(decimals, out var cost))
            {
                builder = null;
                return FailOverflow(project.Line, project.CostColumn);
            }

            cost = Charge(project, cost, budget);
            builder.AddProject(project.Id, project.Name, cost, project.Details);
            Note(project, cost, budget);
        }

        SetLots(builder, meta);
        return true;
    }

    /// <summary>A column of lots counts before a seed; a seed that agrees with it, or stands alone, is what they were drawn from.</summary>
    private void SetLots(ElectionBuilder builder, PbMetaSection meta)
    {
        var stated = PbFormat.ReadLots([.. projects.Select(project => project.Lot)]);
        if (meta.Seed is { } seed)
        {
            var drawn = LotDraw.Of(seed, projects.Select(project => project.Id)).Log.Select(lot => lot.ProjectId);
            if (stated is null || stated.Select(project => projects[project].Id).SequenceEqual(drawn))
            {
                builder.DrawLots(seed);
                return;
            }

            report.Add(PbFindingCode.LotMismatch, meta.LineOf(ElectionBuilder.LotSeedKey), 1, seed);
        }

        if (stated is not null)
        {
            builder.SetLotOrder(stated);
        }
    }

    /// <summary>The cost to count with: a project that was withdrawn after the voting costs more than there is, whatever there is.</summary>
    private long Charge(Row project, long cost, long budget)
    {
        if (project.Cost != PbFormat.WithdrawnCost)
        {
            return cost;
        }

        report.Add(PbFindingCode.WithdrawnProject, project.Line, project.CostColumn, project.Id);
        return Math.Max(cost, budget < long.MaxValue ? budget + 1 : budget);
    }

    private void Note(Row project, long cost, long budget)
    {
        if (cost == 0)
        {
            report.Add(PbFindingCode.FreeProject, project.Line, project.CostColumn, project.Id);
        }

        if (cost > budget)
        {
            report.Add(PbFindingCode.CostOverBudget, project.Line, project.CostColumn, project.Id);
        }
    }

    private bool FailOverflow(int line, int column) =>
        report.Fail(PbFaultCode.Overflow, line, column, "The amount cannot be held exactly with the decimals of the others.");

    private bool TryAdd(PbColumns columns)
    {
        RowCount++;
        columns.CheckLength(rows, report);
        var idColumn = columns.Find("project_id");
        var costColumn = columns.Find("cost");
        var id = Encoding.UTF8.GetString(rows[idColumn]).Trim();
        if (id.Length == 0 || id.Contains(',', StringComparison.Ordinal))
        {
            return report.Fail(
                PbFaultCode.BadProjectId, rows.Line, rows.Column(idColumn), "A project id is text without comma; here is none.");
        }

        if (!PbAmounts.TryRead(
            rows[costColumn], "The cost of a project", rows.Line, rows.Column(costColumn), report, out var cost))
        {
            return false;
        }

        if (!ids.Add(id))
        {
            report.Add(PbFindingCode.DuplicateProject, rows.Line, rows.Column(idColumn), id);
            return true;
        }

        Index.Add(rows[idColumn], projects.Count);
        var name = Encoding.UTF8.GetString(rows[columns.Find("name") is >= 0 and var place ? place : int.MaxValue]);
        projects.Add(new Row(id, name, cost, Details(columns), rows.Line, rows.Column(costColumn)));
        return true;
    }

    private ImmutableArray<KeyValuePair<string, string>> Details(PbColumns columns)
    {
        var details = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var (name, field) in columns.All)
        {
            if (name is not ("project_id" or "cost" or "name") && !rows[field].IsEmpty)
            {
                details.Add(new(name, Encoding.UTF8.GetString(rows[field])));
            }
        }

        return details.DrainToImmutable();
    }
}
