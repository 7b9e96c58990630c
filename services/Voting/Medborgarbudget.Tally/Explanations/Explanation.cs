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
    /// <summary>Explains an outcome. It takes several counts of a changed election for each project, so a large one takes a while.</summary>
    /// <exception cref="NotSupportedException">The rule has several pots of money: each has an outcome of its own to explain.</exception>
    /// <exception cref="OperationCanceledException">The work was broken off.</exception>
    public static Explanation Of(CountOutcome outcome, CancellationToken cancellationToken = default) =>
        Of(outcome, null, cancellationToken);

    /// <summary>Explains an outcome and tells after each project how far it has come.</summary>
    /// <exception cref="NotSupportedException">The rule has several pots of money: each has an outcome of its own to explain.</exception>
    /// <exception cref="OperationCanceledException">The work was broken off.</exception>
    public static Explanation Of(CountOutcome outcome, IProgress<ExplanationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return outcome.Rule switch
        {
            EqualSharesRule rule when outcome.Endowment is { } endowment =>
                new EqualSharesReasons(outcome, rule, endowment, cancellationToken).Explain(progress),
            PotsRule => throw new NotSupportedException("Explain the outcome of each pot."),
            GreedyRule rule => ByBudget(outcome, rule.Order, progress, cancellationToken),
            _ => ByBudget(outcome, GreedyOrder.Votes, progress, cancellationToken),
        };
    }

    /// <summary>
    /// What would have been enough for a project that was not elected when the whole rule is counted again, with another start and
    /// other steps of Add1: found by counting, so it is enough, but not always the least. Null where nothing was found.
    /// </summary>
    public Enough EnoughRecounted(int project, CancellationToken cancellationToken = default) =>
        Outcome.Projects[project].Verdict == Verdict.Elected ? default : Recounts(Outcome, cancellationToken).Search(project);

    /// <summary>The explanation as canonical JSON in UTF-8: fixed order of properties, no blanks, exact numbers.</summary>
    public byte[] ToJson() => ExplanationJson.Write(this);

    private static Explanation ByBudget(
        CountOutcome outcome, GreedyOrder order, IProgress<ExplanationProgress>? progress, CancellationToken cancellationToken)
    {
        var whatIf = Recounts(outcome, cancellationToken);
        var guess = new WalkGuess(outcome, order, outcome.Order);
        var projects = new List<ProjectReason>();
        for (var project = 0; project < outcome.Projects.Length; project++)
        {
            var verdict = outcome.Projects[project].Verdict;
            var enough = verdict == Verdict.Elected ? default : whatIf.Search(project, guess.Of(project));
            projects.Add(new ProjectReason(project, verdict, null, null, enough));
            progress?.Report(new ExplanationProgress(project + 1, outcome.Projects.Length));
        }

        return new Explanation(outcome, RoundsOf(outcome), [.. projects]);
    }

    /// <summary>Some rules know no moment when a winner's turn came; what is left of the budget is told in the order they name.</summary>
    private static ImmutableArray<RoundReason> RoundsOf(CountOutcome outcome)
    {
        var left = outcome.Election.Budget;
        var rounds = ImmutableArray.CreateBuilder<RoundReason>();
        foreach (var winner in outcome.Winners)
        {
            rounds.Add(new RoundReason(winner, left, null));
            left -= outcome.Election.Projects[winner].Cost;
        }

        return rounds.ToImmutable();
    }

    private static WhatIf Recounts(CountOutcome outcome, CancellationToken cancellationToken)
    {
        return new WhatIf(outcome.Election, IsElected, (project, cost) => IsElected(outcome.Election.WithCost(project, cost), project));

        bool IsElected(Election changed, int project) =>
            outcome.Rule.Count(changed, null, cancellationToken).Projects[project].Verdict == Verdict.Elected;
    }
}
