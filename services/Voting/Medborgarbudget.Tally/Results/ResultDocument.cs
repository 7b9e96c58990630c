using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>
/// The published result of a count: what was counted (by hash), under which rule, options and tie order, and for every project
/// what it got and why it was elected or not. As JSON it is byte-identical for the same input and rule on any machine.
/// </summary>
/// <param name="Outcome">The count.</param>
/// <param name="InputSha256">The SHA-256 of the counted file or frozen ballots, 64 lower-case hex digits.</param>
public sealed record ResultDocument(CountOutcome Outcome, string InputSha256)
{
    /// <summary>The format's name and version, the first property of the document.</summary>
    public const string Format = "medborgarbudget.result.v1";

    /// <summary>The document as canonical JSON in UTF-8: fixed order of properties, no blanks, exact decimal numbers.</summary>
    public byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, CanonicalJson.Options))
        {
            WriteTo(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the document as one JSON object.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        var election = Outcome.Election;
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WriteString("inputSha256", InputSha256);
        json.WritePropertyName("rule");
        RuleJson.Write(json, Outcome.Rule);
        json.WritePropertyName("tieOrder");
        json.WriteStrings(TieOrder.Keys);
        json.WritePropertyName("lotOrder");
        json.WriteStrings(Ids(election.LotOrder));
        WriteLots(json, election.LotDraw);
        json.WriteString("voteType", election.VoteType.WireName());
        json.WriteNumber("ballots", election.Ballots.BallotCount);
        json.WriteMoney("budget", election.Budget, election);
        json.WritePropertyName("selected");
        json.WriteStrings(Outcome.SelectedIds);
        json.WritePropertyName("winners");
        json.WriteStrings(Ids(Outcome.Winners));
        json.WriteMoney("totalCost", Outcome.TotalCost, election);
        json.WriteFraction("endowment", Outcome.Endowment, election);
        WriteComparison(json);
        WritePots(json);
        WriteProjects(json);
        json.WriteEndObject();
    }

    /// <summary>The draw with its log, by which anyone can draw again; null when the lots were stated.</summary>
    private static void WriteLots(Utf8JsonWriter json, LotDraw? draw)
    {
        if (draw is null)
        {
            json.WriteNull("lotDraw");
            return;
        }

        json.WriteStartObject("lotDraw");
        json.WriteString("seed", draw.Seed);
        json.WriteString("lot", "sha256(seed, newline, id), ascending");
        json.WriteStartArray("log");
        foreach (var lot in draw.Log)
        {
            json.WriteStartObject();
            json.WriteString("id", lot.ProjectId);
            json.WriteString("sha256", lot.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Only under rules that have the step, so that documents of other rules stay as they were.</summary>
    private void WriteComparison(Utf8JsonWriter json)
    {
        if (Outcome.Comparison is { } comparison)
        {
            json.WriteStartObject("comparison");
            json.WriteNumber("equalSharesVoters", comparison.EqualSharesVoters);
            json.WriteNumber("greedyVoters", comparison.GreedyVoters);
            json.WriteBoolean("isGreedyChosen", comparison.IsGreedyChosen);
            json.WriteEndObject();
        }
    }

    private ImmutableArray<string> Ids(ImmutableArray<int> projects) =>
        [.. projects.Select(project => Outcome.Election.Projects[project].Id)];

    /// <summary>What each pot gave; only where there are several.</summary>
    private void WritePots(Utf8JsonWriter json)
    {
        if (Outcome.Pots.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("pots");
        foreach (var (pot, outcome) in Outcome.Pots)
        {
            json.WriteStartObject();
            json.WriteString("name", pot.Name);
            json.WriteNumber("ballots", outcome.Election.Ballots.BallotCount);
            json.WriteMoney("budget", outcome.Election.Budget, outcome.Election);
            json.WritePropertyName("selected");
            json.WriteStrings(outcome.SelectedIds);
            json.WriteMoney("totalCost", outcome.TotalCost, outcome.Election);
            json.WriteFraction("endowment", outcome.Endowment, outcome.Election);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteProjects(Utf8JsonWriter json)
    {
        json.WriteStartArray("projects");
        for (var index = 0; index < Outcome.Projects.Length; index++)
        {
            var project = Outcome.Election.Projects[index];
            var outcome = Outcome.Projects[index];
            json.WriteStartObject();
            json.WriteString("id", project.Id);
            json.WriteMoney("cost", project.Cost, Outcome.Election);
            json.WriteNumber("votes", Outcome.Support.Votes[index]);
            json.WriteNumberOrNull("points", new ExactDecimal(Outcome.Support.Points[index], Outcome.Support.PointDecimals));
            json.WriteBoolean("selected", outcome.Verdict == Verdict.Elected);
            json.WriteString("why", outcome.Verdict.WireName());
            json.WriteMoney("moneyLeft", outcome.MoneyLeft, Outcome.Election);
            json.WriteFraction("price", outcome.Price, Outcome.Election);
            WriteGrades(json, index);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>How many ballots gave the project each grade, the lowest first; only where ballots grade.</summary>
    private void WriteGrades(Utf8JsonWriter json, int project)
    {
        if (Outcome.Grades.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("grades");
        foreach (var ballots in Outcome.Grades[project].Counts)
        {
            json.WriteNumberValue(ballots);
        }

        json.WriteEndArray();
    }
}
