using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>
/// The outcome goals of a sub-budget with their verdicts and, in the end, the published evaluation. Invariant: goals change only while none
/// is judged, verdicts only until it is published, and it is published only with a verdict on every goal.
/// </summary>
public sealed record Evaluation
{
    /// <summary>Most goals of a sub-budget.</summary>
    public const int MaxGoals = 20;

    public required SubBudgetId SubBudgetId { get; init; }

    public required OrganisationId OrganisationId { get; init; }

    public required IReadOnlyList<Goal> Goals { get; init; }

    /// <summary>The evaluation itself; empty until published.</summary>
    public required string Text { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>Rises by one with every change.</summary>
    public required int Version { get; init; }

    public bool IsPublished => PublishedAt is not null;

    /// <summary>How many goals have no verdict.</summary>
    public int VerdictsMissing => Goals.Count(goal => goal.Verdict == Verdict.Unspecified);

    /// <summary>What is wrong with a list of goals as a whole; null when nothing is.</summary>
    public static string? FaultOf(IReadOnlyCollection<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys switch
        {
            { Count: 0 or > MaxGoals } => "must have 1 to 20 goals",
            _ when HasTwice(keys) => "has a key twice",
            _ => null,
        };
    }

    /// <summary>Sets the goals, or sets them anew. Errors: goals_judged.</summary>
    public static Result<Evaluation> SetGoals(Evaluation? earlier, SubBudget subBudget, IReadOnlyList<Goal> goals)
    {
        ArgumentNullException.ThrowIfNull(subBudget);
        return earlier?.IsJudged == true
            ? FollowUpErrors.GoalsJudged
            : new Evaluation
            {
                SubBudgetId = subBudget.Id,
                OrganisationId = subBudget.OrganisationId,
                Goals = goals,
                Text = "",
                Version = (earlier?.Version ?? 0) + 1,
            };
    }

    /// <summary>Sets the verdict on one goal, or another one. Errors: evaluation_published, goal_missing.</summary>
    public Result<Evaluation> Judge(string key, Verdict verdict, string grounds) => this switch
    {
        { IsPublished: true } => FollowUpErrors.EvaluationPublished,
        _ when Goals.All(goal => goal.Key != key) => FollowUpErrors.GoalMissing,
        _ => this with
        {
            Goals = [.. Goals.Select(goal => goal.Key == key ? goal with { Verdict = verdict, Grounds = grounds } : goal)],
            Version = Version + 1,
        },
    };

    /// <summary>Publishes. Errors: evaluation_published, verdicts_missing.</summary>
    public Result<Evaluation> Publish(string text, DateTimeOffset now) => this switch
    {
        { IsPublished: true } => FollowUpErrors.EvaluationPublished,
        { VerdictsMissing: > 0 } => FollowUpErrors.VerdictsMissing,
        _ => this with { Text = text, PublishedAt = now, Version = Version + 1 },
    };

    private bool IsJudged => Goals.Any(goal => goal.Verdict != Verdict.Unspecified);

    private static bool HasTwice(IReadOnlyCollection<string> keys) => keys.Distinct(StringComparer.Ordinal).Count() < keys.Count;
}
