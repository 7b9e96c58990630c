using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Web.Texts;

namespace Medborgarbudget.Web.SubBudgets;

/// <summary>Phases as residents see them.</summary>
internal static class Phases
{
    /// <summary>The step of SKR's model that a phase belongs to, from 0.</summary>
    public static int StepOf(Phase phase) => phase switch
    {
        Phase.IdeaIntake => 1,
        Phase.Screening or Phase.ReviewWindow or Phase.BallotFrozen => 2,
        Phase.Voting => 3,
        Phase.Counting or Phase.PreliminaryResult => 4,
        Phase.Decision => 5,
        Phase.Implementation => 6,
        Phase.FollowUp or Phase.Closed => 7,
        _ => 0,
    };

    public static string Name(SubBudget subBudget) => subBudget switch
    {
        { Aborted: true } => PageTexts.Get("phase.aborted"),
        { Paused: true } => PageTexts.Get("phase.paused"),
        _ => PageTexts.Get($"phase.{(int)subBudget.Phase}"),
    };

    /// <summary>What a resident can do now, or what comes next and when.</summary>
    public static string Now(SubBudget subBudget)
    {
        if (subBudget.Aborted || subBudget.Paused)
        {
            return PageTexts.Get(subBudget.Aborted ? "now.aborted" : "now.paused");
        }

        var date = subBudget.Phase switch
        {
            Phase.Announced => subBudget.Plan.Calendar?.IntakeOpens,
            Phase.IdeaIntake => subBudget.Plan.Calendar?.IntakeCloses,
            Phase.ReviewWindow => subBudget.Plan.Calendar?.ReviewCloses,
            Phase.Screening or Phase.BallotFrozen => subBudget.Plan.Calendar?.VotingOpens,
            Phase.Voting => subBudget.Plan.Calendar?.VotingCloses,
            Phase.PreliminaryResult => subBudget.Plan.Calendar?.ObjectionsClose,
            _ => null,
        };
        var key = $"now.{(int)subBudget.Phase}";
        return date is null && subBudget.Phase is > Phase.Determined and < Phase.Counting
            ? PageTexts.Get($"phase.{(int)subBudget.Phase}")
            : PageTexts.Get(key, Formats.Moment(date));
    }

    public static bool HasResult(Phase phase) => phase >= Phase.PreliminaryResult;

    public static bool HasBallot(Phase phase) => phase >= Phase.BallotFrozen;
}
