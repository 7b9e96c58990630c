using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// Why an outcome is what it is, as data: the table of rounds and, for every project, where its supporters' money went and what would
/// have been enough. Amounts are exact, in minor units. Where money went is told under Equal Shares alone. As JSON it is canonical, and
/// <see cref="ExplanationTexts"/> makes sentences of it.
/// </summary>
/// <param name="Outcome">What is explained.</param>
/// <param name="Rounds">The purchases in order, by Equal Shares and then by votes.</param>
/// <param name="Projects">For every project, by index.</param>
public sealed record Explanation(
    CountOutcome Outcome, ImmutableArray<RoundReason> Rounds, ImmutableArray<ProjectReason> Projects)
{
    /// <summary>Explains an outcome. It takes many counts of a changed election, so a large one takes a while.</summary>
    /// <exception cref="NotSupportedException">The rule has several pots of money: each has an outcome of its own to explain.</exception>
    /// <exception cref="OperationCanceledException">The work was broken off.</exception>
    public static Explanation Of(CountOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Rule switch
        {
            EqualSharesRule rule when outcome.Endowment is { } endowment =>
                new EqualSharesReasons(outcome, rule, endowment).Explain(cancellationToken),
            PotsRule => throw new NotSupportedException("Explain the outcome of each pot."),
            _ => ByBudget(outcome, cancellationToken),
        };
    }

    /// <summary>
    /// What would have been enough for a project that was not elected when the whole rule is counted again, with another start and
    /// other steps of Add1: found by counting, so it is enough, but not always the least. Null where nothing was found.
    /// </summary>
    public Enough EnoughRecounted(int project, CancellationToken cancellationToken = default) =>
        new WhatIf(Outcome.Election, election => Outcome.Rule.Count(election, null, cancellationToken)).Search(project);

    /// <summary>The explanation as canonical JSON in UTF-8: fixed order of properties, no blanks, exact numbers.</summary>
    public byte[] ToJson() => ExplanationJson.Write(this);

    private static Explanation ByBudget(CountOutcome outcome, CancellationToken cancellationToken)
    {
        var whatIf = new WhatIf(outcome.Election, election => outcome.Rule.Count(election, null, cancellationToken));
        var left = outcome.Election.Budget;
        var rounds = outcome.Winners.Select(winner =>
        {
            var before = left;
            left -= outcome.Election.Projects[winner].Cost;
            return new RoundReason(winner, before, null);
        });
        var projects = Enumerable.Range(0, outcome.Projects.Length).Select(project => new ProjectReason(
            project, outcome.Projects[project].Verdict, null, null, whatIf.Search(project)));
        return new Explanation(outcome, [.. rounds], [.. projects]);
    }
}
