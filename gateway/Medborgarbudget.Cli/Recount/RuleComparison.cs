using System.Globalization;
using System.Text;
using System.Text.Json;
using Medborgarbudget.Tally;
using Spectre.Console;

namespace Medborgarbudget.Cli.Recount;

/// <summary>
/// The same ballots under several rules side by side: who wins by which, what it costs, and how many voters would gain or lose
/// against the first rule. For officials who are about to choose one.
/// </summary>
internal sealed class RuleComparison(CountedFile counted)
{
    private readonly IReadOnlyList<CountOutcome> outcomes = counted.Outcomes;

    /// <summary>The rules of a comparison that names none; those by points only where ballots carry points or places.</summary>
    public static IReadOnlyList<VotingRule> Usual(VoteType voteType)
    {
        VotingRule[] always =
        [
            new GreedyRule(),
            new GreedyRule { Order = GreedyOrder.VotesPerCost },
            new EqualSharesRule(),
            new PhragmenRule { SkipsWhatDoesNotFit = true },
            new MaxWelfareRule(),
            new CstvRule(),
        ];
        VotingRule[] byPoints =
        [
            new GreedyRule { Order = GreedyOrder.Points },
            new EqualSharesRule { Utility = EqualSharesUtility.Points },
            new MajorityJudgementRule(),
        ];
        return voteType is VoteType.Cumulative or VoteType.Ordinal or VoteType.Scoring ? [.. always, .. byPoints] : always;
    }

    public void Write(PlainTerminal terminal)
    {
        terminal.Line($"{counted.Name}: {counted.Election.Ballots.BallotCount} ballots, budget {counted.Money(counted.Election.Budget)}");
        for (var rule = 0; rule < outcomes.Count; rule++)
        {
            terminal.Line(Text($"{Letter(rule)}: {RuleWords.Of(outcomes[rule].Rule)}"));
        }

        terminal.Table(Projects());
        terminal.Table(Summary());
    }

    /// <summary>The comparison as one line of JSON.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("file", counted.Name);
            json.WriteString("inputSha256", counted.File.Sha256);
            json.WriteStartArray("rules");
            foreach (var outcome in outcomes)
            {
                WriteRule(json, outcome);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private void WriteRule(Utf8JsonWriter json, CountOutcome outcome)
    {
        var (gain, lose) = VoterBenefit.Compare(outcome, outcomes[0]);
        json.WriteStartObject();
        json.WritePropertyName("rule");
        RuleJson.Write(json, outcome.Rule);
        json.WriteStartArray("selected");
        foreach (var id in outcome.SelectedIds)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
        json.WritePropertyName("totalCost");
        json.WriteRawValue(new ExactDecimal(outcome.TotalCost, counted.Election.MoneyDecimals).ToString());
        json.WriteNumber("ballots", counted.Election.Ballots.BallotCount);
        json.WriteNumber("votersWithWinner", VoterBenefit.Of(outcome).WithWinner);
        json.WriteNumber("votersWhoGain", gain);
        json.WriteNumber("votersWhoLose", lose);
        json.WriteEndObject();
    }

    private Table Projects()
    {
        var city = counted.File.CityOutcome;
        var table = new Table().AddColumns("project", "name", "cost", "votes");
        table.Columns[2].RightAligned();
        table.Columns[3].RightAligned();
        table.AddColumns([.. Enumerable.Range(0, outcomes.Count).Select(Letter), .. city is null ? [] : (string[])["city"]]);
        var support = outcomes[0].Support;
        foreach (var project in Enumerable.Range(0, support.Votes.Length).OrderByDescending(project => support.Votes[project]))
        {
            string[] cells =
            [
                counted.Election.Projects[project].Id,
                counted.Election.Projects[project].Name,
                counted.Money(counted.Election.Projects[project].Cost),
                Text($"{support.Votes[project]}"),
                .. outcomes.Select(outcome => Mark(outcome.Projects[project].Verdict == Verdict.Elected)),
                .. city is null ? [] : (string[])[Mark(city.Selected.Contains(project))],
            ];
            table.AddRow([.. cells.Select(PlainTerminal.Cell)]);
        }

        return table;
    }

    private Table Summary()
    {
        var table = new Table().AddColumns("", "winners", "cost", "of the budget", "voters with a winner", "winners a voter", "gain", "lose");
        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        for (var rule = 0; rule < outcomes.Count; rule++)
        {
            var outcome = outcomes[rule];
            var benefit = VoterBenefit.Of(outcome);
            var (gain, lose) = VoterBenefit.Compare(outcome, outcomes[0]);
            table.AddRow(
                Text($"{Letter(rule)} {outcome.Rule.Name}"),
                Text($"{outcome.Winners.Length}"),
                counted.Money(outcome.TotalCost),
                Percent(outcome.TotalCost, counted.Election.Budget),
                Percent(benefit.WithWinner, benefit.Ballots),
                benefit.Ballots == 0 ? "" : Text($"{(double)benefit.Winners / benefit.Ballots:F2}"),
                rule == 0 ? "" : Percent(gain, benefit.Ballots),
                rule == 0 ? "" : Percent(lose, benefit.Ballots));
        }

        return table.Caption(Text($"gain, lose: voters with more, or fewer, winners on their ballots than by {Letter(0)}"));
    }

    private static string Letter(int rule) => ((char)('A' + rule)).ToString();

    private static string Mark(bool isWinner) => isWinner ? "█" : "·";

    private static string Percent(long part, long whole) => whole == 0 ? "" : Text($"{100.0 * part / whole:F1} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
