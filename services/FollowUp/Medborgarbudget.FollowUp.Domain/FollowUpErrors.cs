using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp;

/// <summary>What the FollowUp service answers when it does not do as asked. Texts for people: <c>Errors.sv.resx</c>.</summary>
public static class FollowUpErrors
{
    public static readonly Error SubBudgetMissing = new("followup.sub_budget_missing", ErrorKind.Missing, "There is no such sub-budget.");
    public static readonly Error MeasureMissing = new("followup.measure_missing", ErrorKind.Missing, "There is no such measure.");
    public static readonly Error MeasureEnded = new("followup.measure_ended", ErrorKind.State, "The measure is finished, handed over or stopped.");
    public static readonly Error StateNotReachable = new("followup.state_not_reachable", ErrorKind.State, "The measure cannot go to this state from where it is.");
    public static readonly Error MilestoneUnknown = new("followup.milestone_unknown", ErrorKind.Invalid, "The plan has no milestone with this key.");
    public static readonly Error GoalsJudged = new("followup.goals_judged", ErrorKind.State, "A goal has a verdict; the goals stand.");
    public static readonly Error GoalMissing = new("followup.goal_missing", ErrorKind.Missing, "There is no such goal.");
    public static readonly Error GoalsMissing = new("followup.goals_missing", ErrorKind.State, "The sub-budget has no goals.");
    public static readonly Error VerdictsMissing = new("followup.verdicts_missing", ErrorKind.State, "A goal has no verdict.");
    public static readonly Error EvaluationPublished = new("followup.evaluation_published", ErrorKind.State, "The evaluation is published.");
    public static readonly Error EvaluationMissing = new("followup.evaluation_missing", ErrorKind.Missing, "The sub-budget has no goals and no evaluation.");
}
