namespace Medborgarbudget.FollowUp;

/// <summary>What FollowUp lacks before a phase; a stable code, English words for the cockpit, and how many objects it concerns.</summary>
public sealed record Missing(string Code, string Message, int Count);

/// <summary>What FollowUp answers when Budget asks whether a sub-budget may enter a phase.</summary>
public static class PhaseGuards
{
    /// <summary>Phase that nothing may be left to build for.</summary>
    public const string FollowUp = "FollowUp";

    /// <summary>Phase that everything must be judged for.</summary>
    public const string Closed = "Closed";

    public static readonly Missing DecisionMissing = new("followup.decision_missing", "The body's adjusted decision has not arrived.", 0);
    public static readonly Missing GoalsMissing = new("followup.goals_missing", "No outcome goals are set.", 0);
    public static readonly Missing NotPublished = new("followup.evaluation_not_published", "The evaluation is not published.", 0);

    /// <summary>Before follow-up: every measure finished, handed over or stopped. Without the decision it is not known which there are.</summary>
    public static IReadOnlyList<Missing> BeforeFollowUp(AdjustedDecision? decision, int openMeasures) => (decision, openMeasures) switch
    {
        (null, _) => [DecisionMissing],
        (_, > 0) => [new Missing("followup.measures_open", "Measures are neither finished, handed over nor stopped.", openMeasures)],
        _ => [],
    };

    /// <summary>Before closing: every goal has a verdict and the evaluation is published.</summary>
    public static IReadOnlyList<Missing> BeforeClosed(Evaluation? evaluation) => evaluation switch
    {
        null => [GoalsMissing],
        { VerdictsMissing: > 0 } => [new Missing("followup.verdicts_missing", "Goals have no verdict.", evaluation.VerdictsMissing), NotPublished],
        { IsPublished: false } => [NotPublished],
        _ => [],
    };
}
