using System.Buffers;
using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>Explanations as canonical JSON. Amounts that may not be decimal are exact fractions as text.</summary>
internal sealed class ExplanationJson
{
    private const string Format = "medborgarbudget.explanation.v1";

    private readonly Explanation explanation;
    private readonly Election election;
    private readonly Utf8JsonWriter json;

    private ExplanationJson(Explanation explanation, Utf8JsonWriter json)
    {
        this.explanation = explanation;
        this.json = json;
        election = explanation.Outcome.Election;
    }

    public static byte[] Write(Explanation explanation)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, CanonicalJson.Options))
        {
            new ExplanationJson(explanation, json).Write();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Write()
    {
        json.WriteStartObject();
        json.WriteString("format", Format);
        json.WritePropertyName("rule");
        RuleJson.Write(json, explanation.Outcome.Rule);
        json.WriteFraction("endowment", explanation.Outcome.Endowment, election);
        json.WriteStartArray("rounds");
        foreach (var round in explanation.Rounds)
        {
            WriteRound(round);
        }

        json.WriteEndArray();
        json.WriteStartArray("projects");
        foreach (var project in explanation.Projects)
        {
            WriteProject(project);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private string Id(int project) => election.Projects[project].Id;

    private void WriteRound(RoundReason round)
    {
        json.WriteStartObject();
        json.WriteString("project", Id(round.Project));
        json.WriteMoney("cost", election.Projects[round.Project].Cost, election);
        json.WriteMoney("budgetLeft", round.BudgetLeft, election);
        if (round.Payment is { } payment)
        {
            json.WriteFraction("price", payment.Price, election);
            json.WriteString("effectiveVotes", payment.EffectiveVotes?.ToString());
            json.WriteNumber("paidFully", payment.PaidFully);
            json.WriteNumber("paidRest", payment.PaidRest);
            json.WriteNumber("hadNothing", payment.HadNothing);
            json.WriteFraction("supportersMoneyLeft", payment.MoneyLeft, election);
        }

        json.WriteEndObject();
    }

    private void WriteProject(ProjectReason project)
    {
        json.WriteStartObject();
        json.WriteString("id", Id(project.Project));
        json.WriteString("why", project.Verdict.WireName());
        if (project.Money is { } money)
        {
            json.WriteFraction("given", money.Given, election);
            json.WriteStartArray("spent");
            foreach (var spending in money.Spent)
            {
                json.WriteStartObject();
                json.WriteString("on", Id(spending.Winner));
                json.WriteFraction("amount", spending.Amount, election);
                json.WriteNumber("voters", spending.Voters);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteFraction("left", money.Left, election);
        }

        WriteNumber("effectiveSupport", project.EffectiveSupport);
        WriteNumber("enoughMoreSupporters", project.Enough.MoreSupporters);
        json.WriteMoney("enoughCost", project.Enough.Cost, election);
        json.WriteEndObject();
    }

    private void WriteNumber(string name, long? value) =>
        json.WriteNumberOrNull(name, value is { } number ? ExactDecimal.Whole(number) : null);
}
