using System.Globalization;
using System.Text;

namespace Medborgarbudget.Tally.Pb;

/// <summary>Reads META up to the line that begins PROJECTS.</summary>
internal sealed class PbMetaSection(PbRows rows, PbReportBuilder report)
{
    private readonly OrderedDictionary<string, (string Value, int Line)> values = new(StringComparer.Ordinal);

    public ExactDecimal Budget { get; private set; }

    public VoteType VoteType { get; private set; }

    /// <summary>The rows that the election does not tell by itself, in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> Kept =>
        from pair in values where !PbFormat.IsTold(pair.Key) select KeyValuePair.Create(pair.Key, pair.Value.Value);

    /// <summary>What lots were drawn from, or null.</summary>
    public string? Seed =>
        values.TryGetValue(ElectionBuilder.LotSeedKey, out var seed) && LotDraw.IsSeed(seed.Value) ? seed.Value : null;

    /// <summary>The line of a key, or the first line when it is missing.</summary>
    public int LineOf(string key) => values.TryGetValue(key, out var found) ? found.Line : 1;

    public bool TryRead()
    {
        var isFirst = true;
        while (rows.TryNext())
        {
            if (rows.Is("PROJECTS"u8))
            {
                return TryFinish();
            }

            if (rows.Is("VOTES"u8))
            {
                break;
            }

            if (!isFirst || !IsHeader())
            {
                Keep();
            }

            isFirst = false;
        }

        return report.Fail(PbFaultCode.MissingSection, rows.Line, 1, "The PROJECTS section is missing.");
    }

    /// <summary>Reports a published count that is not what the rows say.</summary>
    public void Compare(string key, long counted, PbFindingCode code)
    {
        if (values.TryGetValue(key, out var stated)
            && stated.Value != counted.ToString(CultureInfo.InvariantCulture))
        {
            report.Add(code, stated.Line, 1, $"{stated.Value}, counted {counted}");
        }
    }

    private bool IsHeader()
    {
        var isHeader = rows[0].SequenceEqual("key"u8);
        if (!isHeader)
        {
            report.Add(PbFindingCode.MissingHeader, rows.Line, 1, rows[0]);
        }

        return isHeader;
    }

    private void Keep()
    {
        var key = Encoding.UTF8.GetString(rows[0]);
        if (string.IsNullOrWhiteSpace(key))
        {
            report.Add(PbFindingCode.MetaWithoutKey, rows.Line, 1, rows[1]);
        }
        else if (!values.TryAdd(key, (Value(), rows.Line)))
        {
            report.Add(PbFindingCode.DuplicateMeta, rows.Line, 1, key);
        }
    }

    /// <summary>The value, put together again where someone forgot to quote its separators.</summary>
    private string Value()
    {
        var last = rows.Count - 1;
        while (last > 1 && rows[last].IsEmpty)
        {
            last--;
        }

        var value = new StringBuilder(Encoding.UTF8.GetString(rows[1]));
        for (var field = 2; field <= last; field++)
        {
            value.Append(';').Append(Encoding.UTF8.GetString(rows[field]));
        }

        if (last > 1)
        {
            report.Add(PbFindingCode.UnquotedSeparator, rows.Line, rows.Column(2), rows[2]);
        }

        return value.ToString();
    }

    private bool TryFinish()
    {
        foreach (var key in PbFormat.ObligatoryMeta)
        {
            if (!values.TryGetValue(key, out var found) || found.Value.Length == 0)
            {
                if (key is "budget" or "vote_type")
                {
                    return report.Fail(PbFaultCode.MissingMeta, rows.Line, 1, $"The metadata do not state {key}.");
                }

                report.Add(PbFindingCode.MissingMeta, rows.Line, 1, key);
            }
        }

        CheckNumbers();
        if (!TryBudget() || !TryVoteType())
        {
            return false;
        }

        if (VoteType == VoteType.Cumulative && !values.ContainsKey("max_sum_points"))
        {
            report.Add(PbFindingCode.MissingMeta, rows.Line, 1, "max_sum_points");
        }

        return true;
    }

    private bool TryBudget()
    {
        var (text, line) = values["budget"];
        var isRead = PbAmounts.TryRead(
            Encoding.UTF8.GetBytes(text), "The budget", line, "budget;".Length + 1, report, out var budget);
        Budget = budget;
        return isRead;
    }

    private bool TryVoteType()
    {
        var (text, line) = values["vote_type"];
        if (!PbFormat.TryParseVoteType(text, out var voteType))
        {
            return report.Fail(PbFaultCode.UnknownVoteType, line, "vote_type;".Length + 1, $"No vote type is called '{text}'.");
        }

        var limit = Number("max_sum_cost");
        var isKnapsack = voteType == VoteType.Approval && limit is { } most && most.CompareTo(Budget) == 0;
        VoteType = isKnapsack ? VoteType.Knapsack : voteType;
        return true;
    }

    private void CheckNumbers()
    {
        ReadOnlySpan<string> numbers =
        [
            "num_projects", "num_votes", "min_length", "max_length", "min_sum_cost", "max_sum_cost", "min_points",
            "max_points", "min_sum_points", "max_sum_points", "default_score", "min_project_score_threshold",
        ];
        foreach (var key in numbers)
        {
            if (values.TryGetValue(key, out var found) && Number(key) is null)
            {
                report.Add(PbFindingCode.BadMetaNumber, found.Line, 1, $"{key} {found.Value}");
            }
        }

        if (values.TryGetValue("scoring_fn", out var scoring)
            && !scoring.Value.Equals("Borda", StringComparison.OrdinalIgnoreCase))
        {
            report.Add(PbFindingCode.UnknownScoring, scoring.Line, 1, scoring.Value);
        }
    }

    private ExactDecimal? Number(string key) =>
        values.TryGetValue(key, out var found)
        && ExactDecimal.Parse(Encoding.UTF8.GetBytes(found.Value), out var number) == NumberReading.Number
            ? number
            : null;
}
