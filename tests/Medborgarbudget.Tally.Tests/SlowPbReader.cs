using System.Globalization;
using System.Text;

namespace Medborgarbudget.Tally.Tests;

/// <summary>
/// A second reader of clean .pb files, written on strings and without a line in common with the product's, so that the 197 real
/// elections are counted twice from the bytes on.
/// </summary>
internal static class SlowPbReader
{
    public static SlowElection Read(byte[] bytes)
    {
        var rows = Rows(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF'));
        var projectsAt = rows.FindIndex(row => row is ["PROJECTS"]);
        var votesAt = rows.FindIndex(row => row is ["VOTES"]);
        var meta = rows[2..projectsAt].ToDictionary(row => row[0], row => row[1]);
        var projects = Records(rows[(projectsAt + 1)..votesAt]);
        var indexes = projects.Select((project, index) => (project["project_id"], index)).ToDictionary();
        var maxLength = meta.TryGetValue("max_length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : projects.Count;
        return new SlowElection(
            VoteTypeOf(meta["vote_type"]),
            Fraction.Parse(meta["budget"]),
            [.. projects.Select(project => Fraction.Parse(project["cost"]))],
            [.. Records(rows[(votesAt + 1)..]).Select(row => Ballot(row, indexes))],
            [.. Enumerable.Range(0, projects.Count)],
            Math.Min(maxLength, projects.Count));
    }

    private static VoteType VoteTypeOf(string name) => name switch
    {
        "approval" => VoteType.Approval,
        "choose-1" => VoteType.ChooseOne,
        "cumulative" => VoteType.Cumulative,
        "ordinal" => VoteType.Ordinal,
        _ => VoteType.Scoring,
    };

    private static SlowBallot Ballot(Dictionary<string, string> row, Dictionary<string, int> indexes)
    {
        var names = row["vote"].Split(',', StringSplitOptions.RemoveEmptyEntries);
        var points = row.TryGetValue("points", out var text) ? text.Split(',') : [];
        var entries = names
            .Select((name, place) => (Project: indexes[name], Points: place < points.Length ? Fraction.Parse(points[place]) : 0))
            .DistinctBy(entry => entry.Project)
            .ToArray();
        return new SlowBallot([.. entries.Select(entry => entry.Project)], [.. entries.Select(entry => entry.Points)]);
    }

    private static List<Dictionary<string, string>> Records(List<List<string>> rows) =>
        [.. rows.Skip(1).Select(row => rows[0].Zip(row).ToDictionary(pair => pair.First, pair => pair.Second))];

    private static List<List<string>> Rows(string text) =>
        [.. text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Select(Fields)];

    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        var isQuoted = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '"' && isQuoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append(line[at++]);
            }
            else if (line[at] == '"' && (isQuoted || at == 0 || line[at - 1] == ';'))
            {
                isQuoted = !isQuoted;
            }
            else if (line[at] == ';' && !isQuoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[at]);
            }
        }

        return [.. fields, field.ToString()];
    }
}
