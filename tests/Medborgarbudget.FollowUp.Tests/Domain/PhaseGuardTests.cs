using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Tests.Domain;

public sealed class PhaseGuardTests
{
    private static readonly SubBudget SubBudget = new(SubBudgetId.From(Guid.NewGuid()), OrganisationId.From(Guid.NewGuid()), 1);
    private static readonly AdjustedDecision Decision = new(SubBudget.Id, SubBudget.OrganisationId, "KF § 58");

    [Fact]
    public void Follow_up_needs_the_decision_that_says_which_measures_there_are() =>
        PhaseGuards.BeforeFollowUp(null, 0).ShouldBe([PhaseGuards.DecisionMissing]);

    [Fact]
    public void Follow_up_counts_the_measures_that_are_open()
    {
        var missing = PhaseGuards.BeforeFollowUp(Decision, 3).ShouldHaveSingleItem();

        missing.Code.ShouldBe("followup.measures_open");
        missing.Count.ShouldBe(3);
    }

    [Fact]
    public void Follow_up_with_no_open_measure_needs_nothing() => PhaseGuards.BeforeFollowUp(Decision, 0).ShouldBeEmpty();

    [Fact]
    public void Closing_needs_goals_then_verdicts_then_the_published_evaluation()
    {
        var set = Evaluation.SetGoals(null, SubBudget, [new Goal("g1", "Fler ute", Verdict.Unspecified, "")]).Value;
        var judged = set.Judge("g1", Verdict.Reached, "Räkning").Value;

        PhaseGuards.BeforeClosed(null).ShouldBe([PhaseGuards.GoalsMissing]);
        PhaseGuards.BeforeClosed(set).Select(missing => (missing.Code, missing.Count))
            .ShouldBe([("followup.verdicts_missing", 1), ("followup.evaluation_not_published", 0)]);
        PhaseGuards.BeforeClosed(judged).ShouldBe([PhaseGuards.NotPublished]);
        PhaseGuards.BeforeClosed(judged.Publish("Slut", Given.Now).Value).ShouldBeEmpty();
    }
}
