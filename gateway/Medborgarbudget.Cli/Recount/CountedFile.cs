using Medborgarbudget.Tally;
using Medborgarbudget.Tally.Pb;

namespace Medborgarbudget.Cli.Recount;

/// <summary>One file counted by one rule or, for a comparison, by several.</summary>
/// <param name="Path">As it was given, or found in the folder that was.</param>
/// <param name="File">What was read.</param>
/// <param name="Outcomes">One for each rule, in their order.</param>
/// <param name="Caveat">What the file leaves unsaid about the rule it declares, or null.</param>
internal sealed record CountedFile(string Path, PbFile File, IReadOnlyList<CountOutcome> Outcomes, string? Caveat)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public Election Election => File.Election;

    /// <exception cref="CommandException">A rule names projects that are not in the file.</exception>
    public static CountedFile Of(
        string path, PbFile file, IReadOnlyList<VotingRule> rules, string? caveat, RecountProgress progress, CancellationToken cancellationToken)
    {
        var outcomes = new List<CountOutcome>();
        try
        {
            for (var rule = 0; rule < rules.Count; rule++)
            {
                progress.BeginRule(rule, rules.Count);
                outcomes.Add(rules[rule].Count(file.Election, progress, cancellationToken));
            }

            return new CountedFile(path, file, outcomes, caveat);
        }
        catch (ArgumentException exception)
        {
            throw CommandException.BadInput($"{path}: {exception.Message}", exception);
        }
    }

    /// <summary>An amount in whole currency, thousands apart: 1 331 751.11.</summary>
    public string Money(long minorUnits)
    {
        var text = new ExactDecimal(minorUnits, Election.MoneyDecimals).ToString();
        var whole = text.Split('.')[0];
        for (var place = whole.Length - 3; place > 0; place -= 3)
        {
            text = text.Insert(place, " ");
        }

        return text;
    }
}
