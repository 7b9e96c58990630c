using System.Collections.Immutable;

namespace Medborgarbudget.Tally;

/// <summary>
/// Guesses from a walk with the budget in hand what would have been enough for a project: to come before another when enough was left
/// for it, or to cost what was left. Rounded and without regard to ties and other conditions: counting decides, and a close guess
/// saves counts.
/// </summary>
/// <param name="walked">The projects in the order they were walked.</param>
internal sealed class WalkGuess(CountOutcome outcome, GreedyOrder order, ImmutableArray<int> walked)
{
    private readonly ImmutableArray<long> support = order is GreedyOrder.Votes or GreedyOrder.VotesPerCost
        ? outcome.Support.Votes
        : outcome.Support.Points;

    private readonly long newcomerGives = order is GreedyOrder.Votes or GreedyOrder.VotesPerCost
        ? 1
        : outcome.Election.Ballots.MostPoints;

    private bool IsPerCost => order is GreedyOrder.VotesPerCost or GreedyOrder.PointsPerCost;

    public Enough Of(int project)
    {
        var supporters = double.PositiveInfinity;
        var cost = (double)(outcome.Projects[project].MoneyLeft ?? 0);
        foreach (var other in walked.Where(other => other != project && outcome.Projects[other].MoneyLeft is not null))
        {
            double left = outcome.Projects[other].MoneyLeft!.Value;
            supporters = left >= Cost(project) ? Math.Min(supporters, Lacking(project, other)) : supporters;
            cost = IsPerCost ? Math.Max(cost, Math.Min(left, CostToPass(project, other))) : cost;
        }

        return new Enough(
            supporters < long.MaxValue ? (long)Math.Max(0, Math.Ceiling(supporters)) : null, (long)Math.Clamp(cost, 0, long.MaxValue / 2));
    }

    private double Cost(int project) => Math.Max(1, outcome.Election.Projects[project].Cost);

    private double Lacking(int project, int other) =>
        ((IsPerCost ? support[other] * (Cost(project) / Cost(other)) : support[other]) - support[project]) / newcomerGives;

    private double CostToPass(int project, int other) =>
        support[other] > 0 ? support[project] * (Cost(other) / support[other]) : 0;
}
