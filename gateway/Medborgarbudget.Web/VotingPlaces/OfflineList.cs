using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Web.Layout;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.VotingPlaces;

/// <summary>
/// The list that was kept at a place without a connection: on each line the number of the envelope and whose it is. Faults name the line and
/// never what stands on it.
/// </summary>
internal static class OfflineList
{
    private const int MostLines = 1_000;
    private const int MostFaults = 20;
    private const string Field = "lista";

    private static readonly char[] Separators = [';', ',', '\t', '|'];

    public static (IReadOnlyList<OfflineMark> Marks, IReadOnlyList<Fault> Faults) Read(string text)
    {
        var marks = new List<OfflineMark>();
        var faults = new List<Fault>();
        var seen = new HashSet<int>();
        foreach (var (line, number) in text.ReplaceLineEndings("\n").Split('\n').Select((line, at) => (line.Trim(), at + 1)).Where(line => line.Item1.Length > 0))
        {
            if (marks.Count == 0 && faults.Count == 0 && IsHeading(line))
            {
                continue;
            }

            if (MarkOf(line) is not { } mark)
            {
                faults.Add(new Fault(Field, PageTexts.Get("offline.fault.line", number)));
            }
            else if (!seen.Add(mark.Envelope))
            {
                faults.Add(new Fault(Field, PageTexts.Get("offline.fault.twice", number)));
            }
            else
            {
                marks.Add(mark);
            }
        }

        if (marks.Count + faults.Count is 0 or > MostLines)
        {
            faults = [new Fault(Field, PageTexts.Get("offline.fault.length", Formats.Number(MostLines)))];
        }

        return (marks, [.. faults.Take(MostFaults)]);
    }

    /// <summary>A first line without a digit says what the columns are.</summary>
    private static bool IsHeading(string line) => !line.Any(char.IsAsciiDigit);

    private static OfflineMark? MarkOf(string line)
    {
        var parts = line.Split(Separators, 2, StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[1].Length > 0 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var envelope) && envelope > 0
            ? new OfflineMark { Envelope = envelope, Voter = Voter.Read(parts[1]) }
            : null;
    }
}
