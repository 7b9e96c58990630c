using Medborgarbudget.Kernel;

namespace Medborgarbudget.FollowUp.Tests.Domain;

public sealed class EvaluationTests
{
    private static readonly SubBudget SubBudget = new(SubBudgetId.From(Guid.NewGuid()), OrganisationId.From(Guid.NewGuid()), 1);

    private static Evaluation WithGoals(params string[] keys) => Evaluation.SetGoals(null, SubBudget, Goals(keys)).Value;

    private static Goal[] Goals(params string[] keys) => [.. keys.Select(key => new Goal(key, $"Mål {key}", Verdict.Unspecified, ""))];

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(20, true)]
    [InlineData(21, false)]
    public void Evaluation_has_one_to_twenty_goals(int count, bool isTaken) =>
        (Evaluation.FaultOf([.. Enumerable.Range(0, count).Select(number => $"g{number}")]) is null).ShouldBe(isTaken);

    [Fact]
    public void Goals_have_keys_of_their_own() => Evaluation.FaultOf(["g1", "g1"]).ShouldNotBeNull();

    [Fact]
    public void Goals_are_set_anew_until_one_is_judged()
    {
        var anew = Evaluation.SetGoals(WithGoals("g1"), SubBudget, Goals("g2")).Value;

        anew.Goals.ShouldHaveSingleItem().Key.ShouldBe("g2");
        Evaluation.SetGoals(anew.Judge("g2", Verdict.Reached, "Enkät").Value, SubBudget, Goals("g3")).Error.ShouldBe(FollowUpErrors.GoalsJudged);
    }

    [Fact]
    public void Verdict_changes_until_the_evaluation_is_published()
    {
        var judged = WithGoals("g1").Judge("g1", Verdict.Reached, "Enkät").Value.Judge("g1", Verdict.NotReached, "Ny enkät").Value;

        judged.Goals[0].ShouldBe(new Goal("g1", "Mål g1", Verdict.NotReached, "Ny enkät"));
        judged.Publish("Vi lärde oss …", Given.Now).Value.Judge("g1", Verdict.Reached, "x").Error.ShouldBe(FollowUpErrors.EvaluationPublished);
    }

    [Fact]
    public void Goal_that_is_not_set_cannot_be_judged() =>
        WithGoals("g1").Judge("g2", Verdict.Reached, "x").Error.ShouldBe(FollowUpErrors.GoalMissing);

    [Fact]
    public void Evaluation_is_published_once_with_a_verdict_on_every_goal()
    {
        var half = WithGoals("g1", "g2").Judge("g1", Verdict.Reached, "Enkät").Value;

        half.Publish("x", Given.Now).Error.ShouldBe(FollowUpErrors.VerdictsMissing);

        var published = half.Judge("g2", Verdict.PartlyReached, "Enkät").Value.Publish("Vi lärde oss …", Given.Now).Value;

        published.PublishedAt.ShouldBe(Given.Now);
        published.Publish("x", Given.Now).Error.ShouldBe(FollowUpErrors.EvaluationPublished);
    }
}
