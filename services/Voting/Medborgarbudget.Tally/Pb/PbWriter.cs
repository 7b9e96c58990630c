using System.Globalization;
using System.Text;

namespace Medborgarbudget.Tally.Pb;

/// <summary>
/// Writes an election in the .pb format: UTF-8, LF, ballots numbered from 1 in the order of their classes. Nothing about voters is
/// written, since an election holds nothing about them. What it writes reads back as the same election; counted columns (votes,
/// score, the number of projects and ballots) are counted afresh. Drawn lots stand in a column of this project's own.
/// </summary>
public static class PbWriter
{
    /// <summary>Writes to a stream, which is left open.</summary>
    public static void Write(Election election, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(election);
        ArgumentNullException.ThrowIfNull(stream);
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        WriteMeta(election, text);
        WriteProjects(election, text);
        WriteVotes(election, text);
    }

    private static void WriteMeta(Election election, StreamWriter text)
    {
        text.WriteLine("META");
        text.WriteLine("key;value");
        foreach (var key in PbFormat.ObligatoryMeta)
        {
            if ((Told(election, key) ?? election.MetaValue(key)) is { } value)
            {
                WriteRow(text, key, value);
            }
        }

        foreach (var (key, value) in election.Meta)
        {
            if (!PbFormat.ObligatoryMeta.Contains(key))
            {
                WriteRow(text, key, value);
            }
        }
    }

    private static string? Told(Election election, string key) => key switch
    {
        "num_projects" => election.Projects.Length.ToString(CultureInfo.InvariantCulture),
        "num_votes" => election.Ballots.BallotCount.ToString(CultureInfo.InvariantCulture),
        "budget" => Money(election.Budget, election),
        "vote_type" => PbFormat.NameOf(election.VoteType),
        _ => null,
    };

    private static void WriteProjects(Election election, StreamWriter text)
    {
        var support = Support.Of(election, OrdinalScoring.MaxLength);
        var hasScore = election.Ballots.HasPoints || election.VoteType == VoteType.Ordinal;
        string[] counted = hasScore ? ["votes", "score"] : ["votes"];
        string[] others = [.. election.Projects.SelectMany(project => project.Details).Select(detail => detail.Key)
            .Except([.. counted, PbFormat.LotColumn]).Distinct()];
        string[] lots = PbFormat.LotsOf(election);
        text.WriteLine("PROJECTS");
        WriteRow(text, ["project_id", "cost", .. counted, "name", .. others, .. lots.Length > 0 ? [PbFormat.LotColumn] : lots]);
        for (var index = 0; index < election.Projects.Length; index++)
        {
            var project = election.Projects[index];
            var votes = support.Votes[index].ToString(CultureInfo.InvariantCulture);
            var score = new ExactDecimal(support.Points[index], support.PointDecimals).ToString();
            string[] numbers = hasScore ? [votes, score] : [votes];
            string[] kept = [.. others.Select(name => project.Detail(name) ?? ""), .. lots.Skip(index).Take(1)];
            WriteRow(text, [project.Id, Money(project.Cost, election), .. numbers, project.Name, .. kept]);
        }
    }

    private static void WriteVotes(Election election, StreamWriter text)
    {
        var ballots = election.Ballots;
        text.WriteLine("VOTES");
        text.WriteLine(ballots.HasPoints ? "voter_id;vote;points" : "voter_id;vote");
        var number = 0;
        for (var ballotClass = 0; ballotClass < ballots.Count; ballotClass++)
        {
            var ballot = Ballot(election, ballotClass);
            for (var copy = 0; copy < ballots.Weight(ballotClass); copy++)
            {
                number++;
                text.Write(number.ToString(CultureInfo.InvariantCulture));
                text.Write(';');
                text.WriteLine(ballot);
            }
        }
    }

    private static string Ballot(Election election, int ballotClass)
    {
        var ballots = election.Ballots;
        var ids = new List<string>();
        foreach (var project in ballots.Projects(ballotClass))
        {
            ids.Add(election.Projects[project].Id);
        }

        var points = new List<string>();
        foreach (var value in ballots.Points(ballotClass))
        {
            points.Add(new ExactDecimal(value, ballots.PointDecimals).ToString());
        }

        var vote = Quote(string.Join(',', ids));
        return ballots.HasPoints ? vote + ";" + string.Join(',', points) : vote;
    }

    private static string Money(long minorUnits, Election election) =>
        new ExactDecimal(minorUnits, election.MoneyDecimals).ToString();

    private static void WriteRow(StreamWriter text, params string[] fields) =>
        text.WriteLine(string.Join(';', fields.Select(Quote)));

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(";\"\r\n") < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
