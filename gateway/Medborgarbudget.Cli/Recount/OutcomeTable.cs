using System.Globalization;
using Medborgarbudget.Tally;
using Spectre.Console;

namespace Medborgarbudget.Cli.Recount;

/// <summary>The outcome of one count as a table for people: the winners in their order, then the others by votes.</summary>
internal sealed class OutcomeTable(CountedFile counted)
{
    private const int BarLength = 20;

    private readonly CountOutcome outcome = counted.Outcomes[0];

    private bool ShowsPoints => counted.Election.Ballots.HasPoints || counted.Election.VoteType == VoteType.Ordinal;

    public void Write(PlainTerminal terminal)
    {
        terminal.Line($"{counted.Name}: {outcome.Election.Ballots.BallotCount} ballots, budget {counted.Money(counted.Election.Budget)}");
        terminal.Line($"rule: {RuleWords.Of(outcome.Rule)}");
        terminal.Table(Make());
        terminal.Line($"selected: {string.Join(", ", outcome.SelectedIds)}");
        terminal.Line($"cost: {counted.Money(outcome.TotalCost)} of {counted.Money(counted.Election.Budget)}");
        var benefit = VoterBenefit.Of(outcome);
        terminal.Line($"voters with a winner: {benefit.WithWinner} of {benefit.Ballots}");
        terminal.Line($"as the city decided: {City()}");
        if (counted.Caveat is not null)
        {
            terminal.Line($"note: {counted.Caveat}");
        }

        foreach (var (code, count) in counted.File.Report.Counts)
        {
            terminal.Line($"note: {count} x {code}, {Tally.Pb.PbFindingTexts.Done(code)}");
        }
    }

    private Table Make()
    {
        var table = new Table().AddColumns("", "project", "name", "cost", "votes");
        table.Columns[3].RightAligned();
        table.Columns[4].RightAligned();
        if (ShowsPoints)
        {
            table.AddColumn(new TableColumn("points").RightAligned());
        }

        table.AddColumns("", "why");
        var most = Math.Max(1, Projects().Max(Measure));
        foreach (var project in Projects())
        {
            table.AddRow([.. Cells(project, most).Select(PlainTerminal.Cell)]);
        }

        return table;
    }

    private IEnumerable<int> Projects()
    {
        var losers = Enumerable.Range(0, outcome.Projects.Length).Except(outcome.Winners)
            .OrderByDescending(Measure).ThenBy(project => project, new TieOrder(outcome.Election, outcome.Support));
        return outcome.Winners.Concat(losers);
    }

    private long Measure(int project) => ShowsPoints ? outcome.Support.Points[project] : outcome.Support.Votes[project];

    private IEnumerable<string> Cells(int project, long most)
    {
        var verdict = outcome.Projects[project].Verdict;
        yield return verdict == Verdict.Elected ? Text($"{outcome.Winners.IndexOf(project) + 1}") : "";
        yield return counted.Election.Projects[project].Id;
        yield return counted.Election.Projects[project].Name;
        yield return counted.Money(counted.Election.Projects[project].Cost);
        yield return Text($"{outcome.Support.Votes[project]}");
        if (ShowsPoints)
        {
            yield return new ExactDecimal(outcome.Support.Points[project], outcome.Support.PointDecimals).ToString();
        }

        var length = (int)((Int128)Math.Max(0, Measure(project)) * BarLength / most);
        yield return new string(verdict == Verdict.Elected ? '█' : '░', length);
        yield return RuleWords.Of(verdict);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private string City() => counted.File.CityOutcome?.AgreesWith(outcome) switch
    {
        true => "yes", false => "no", null => "the file does not say",
    };
}
