using System.Globalization;
using System.Numerics;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>
/// Why one project was elected or not, in plain sentences: where the rule can be explained, with where the money went and what would have
/// been enough; else from what the result says about it.
/// </summary>
internal sealed class ProjectReasons(CountedFile counted)
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private readonly CountOutcome outcome = counted.Outcomes[0];

    /// <exception cref="CommandException">No project has this id.</exception>
    public void Write(string id, PlainTerminal terminal, RecountProgress progress, CancellationToken cancellationToken)
    {
        var project = outcome.Election.Projects.Select(other => other.Id).ToList().IndexOf(id);
        if (project < 0)
        {
            throw CommandException.BadInput($"{counted.Path}: no project has the id '{id}'.");
        }

        var reasons = outcome.Rule is GreedyRule or EqualSharesRule
            ? new ExplanationTexts(Explanation.Of(outcome, progress, cancellationToken), English).Of(project)
            : Facts(project);
        foreach (var line in Heading(project).Concat(reasons))
        {
            terminal.Line(line);
        }
    }

    private IEnumerable<string> Heading(int project)
    {
        var own = outcome.Election.Projects[project];
        yield return $"{own.Id} {own.Name}: {RuleWords.Of(outcome.Projects[project].Verdict)}.";
        yield return $"rule: {RuleWords.Of(outcome.Rule)}";
        yield return $"It costs {counted.Money(own.Cost)}. {Votes(project)}";
        if (outcome.Order.Contains(project))
        {
            yield return Text($"It came as number {outcome.Order.IndexOf(project) + 1} of {outcome.Order.Length}.");
        }
    }

    private IEnumerable<string> Facts(int project)
    {
        var own = outcome.Election.Projects[project];
        var (verdict, left, price) = outcome.Projects[project];
        if (left is { } money)
        {
            yield return $"When its turn came, {counted.Money(money)} of {counted.Money(outcome.Election.Budget)} was left.";
        }

        if (verdict == Verdict.DoesNotFit && left < own.Cost)
        {
            yield return $"It cost {counted.Money(own.Cost - left.Value)} too much to be taken then.";
        }

        if (price is { } exact)
        {
            var currency = exact.Over(BigInteger.Pow(10, outcome.Election.MoneyDecimals));
            yield return $"Each supporter who could paid {currency} for it.";
        }
    }

    private string Votes(int project)
    {
        var votes = outcome.Support.Votes[project];
        var points = new ExactDecimal(outcome.Support.Points[project], outcome.Support.PointDecimals);
        var ballots = outcome.Election.Ballots;
        return ballots.HasPoints || outcome.Election.VoteType == VoteType.Ordinal
            ? Text($"{votes} of {ballots.BallotCount} ballots name it, with {points} points.")
            : Text($"{votes} of {ballots.BallotCount} ballots name it.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
