using Medborgarbudget.Contracts.FollowUp.V1;

namespace Medborgarbudget.FollowUp.Tests.Features;

public abstract class EvaluationTests(FollowUpFixture followUp)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goals_are_judged_published_and_read_by_everybody()
    {
        var (subBudget, analyst) = await SubBudget();

        await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g1", "g2"), cancellationToken: Token);
        await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g1"), cancellationToken: Token);
        await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g2", Contracts.FollowUp.V1.Verdict.PartlyReached), cancellationToken: Token);
        var published = await analyst.PublishEvaluationAsync(Calls.Publish(subBudget), cancellationToken: Token);

        published.Published.ShouldBeTrue();
        published.Text.ShouldBe("Vi lärde oss …");
        (await followUp.Visitor.GetEvaluationAsync(new() { SubBudgetId = subBudget.ToString() }, cancellationToken: Token)).ShouldBe(published);
    }

    [Fact]
    public async Task Goals_stand_once_one_is_judged()
    {
        var (subBudget, analyst) = await SubBudget();
        await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g1"), cancellationToken: Token);
        (await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g2"), cancellationToken: Token)).Goals.ShouldHaveSingleItem().Key.ShouldBe("g2");
        await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g2"), cancellationToken: Token);

        (await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g3"), cancellationToken: Token).CodeOf()).ShouldBe("followup.goals_judged");
    }

    [Fact]
    public async Task Goals_with_a_key_twice_none_or_too_many_are_refused()
    {
        var (subBudget, analyst) = await SubBudget();
        string[] many = [.. Enumerable.Range(1, 21).Select(number => $"g{number}")];

        (await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g1", "g1"), cancellationToken: Token).FaultsOf()).ShouldBe(["goals"]);
        (await analyst.SetGoalsAsync(Calls.Goals(subBudget), cancellationToken: Token).FaultsOf()).ShouldBe(["goals"]);
        (await analyst.SetGoalsAsync(Calls.Goals(subBudget, many), cancellationToken: Token).FaultsOf()).ShouldBe(["goals"]);
    }

    [Fact]
    public async Task Verdict_on_a_goal_that_is_not_set_is_refused()
    {
        var (subBudget, analyst) = await SubBudget();

        (await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g1"), cancellationToken: Token).CodeOf()).ShouldBe("followup.goal_missing");
        await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g1"), cancellationToken: Token);
        (await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g2"), cancellationToken: Token).CodeOf()).ShouldBe("followup.goal_missing");
    }

    [Fact]
    public async Task Verdict_needs_grounds()
    {
        var (subBudget, analyst) = await SubBudget();
        var request = Calls.Judge(subBudget, "g1");
        request.Grounds = "";

        (await analyst.JudgeGoalAsync(request, cancellationToken: Token).FaultsOf()).ShouldBe(["grounds"]);
    }

    [Fact]
    public async Task Evaluation_is_published_once_and_only_with_goals_and_verdicts()
    {
        var (subBudget, analyst) = await SubBudget();
        (await analyst.PublishEvaluationAsync(Calls.Publish(subBudget), cancellationToken: Token).CodeOf()).ShouldBe("followup.goals_missing");
        await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g1"), cancellationToken: Token);
        (await analyst.PublishEvaluationAsync(Calls.Publish(subBudget), cancellationToken: Token).CodeOf()).ShouldBe("followup.verdicts_missing");
        await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g1"), cancellationToken: Token);
        await analyst.PublishEvaluationAsync(Calls.Publish(subBudget), cancellationToken: Token);

        (await analyst.PublishEvaluationAsync(Calls.Publish(subBudget), cancellationToken: Token).CodeOf()).ShouldBe("followup.evaluation_published");
        (await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g1"), cancellationToken: Token).CodeOf()).ShouldBe("followup.evaluation_published");
    }

    [Fact]
    public async Task Closing_waits_for_goals_verdicts_and_the_published_evaluation()
    {
        var (subBudget, analyst) = await SubBudget();
        (await Missing(subBudget)).ShouldBe([("followup.goals_missing", 0)]);
        await analyst.SetGoalsAsync(Calls.Goals(subBudget, "g1"), cancellationToken: Token);
        (await Missing(subBudget)).ShouldBe([("followup.verdicts_missing", 1), ("followup.evaluation_not_published", 0)]);
        await analyst.JudgeGoalAsync(Calls.Judge(subBudget, "g1"), cancellationToken: Token);
        (await Missing(subBudget)).ShouldBe([("followup.evaluation_not_published", 0)]);
        await analyst.PublishEvaluationAsync(Calls.Publish(subBudget), cancellationToken: Token);

        (await Missing(subBudget)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sub_budget_that_does_not_exist_has_neither_goals_nor_evaluation()
    {
        var strange = Guid.NewGuid();

        (await followUp.Analyst(Guid.NewGuid()).SetGoalsAsync(Calls.Goals(strange, "g1"), cancellationToken: Token).CodeOf())
            .ShouldBe("followup.sub_budget_missing");
        (await followUp.Visitor.GetEvaluationAsync(new GetEvaluationRequest { SubBudgetId = strange.ToString() }, cancellationToken: Token).CodeOf())
            .ShouldBe("followup.evaluation_missing");
    }

    private Task<IEnumerable<(string Code, int Count)>> Missing(Guid subBudget) => followUp.Missing(subBudget, Guid.NewGuid(), "Closed");

    private async Task<(Guid SubBudget, FollowUpService.FollowUpServiceClient Analyst)> SubBudget()
    {
        var happened = await followUp.SubBudget();
        return (happened.SubBudgetId, followUp.Analyst(happened.OrganisationId));
    }
}

public sealed class EvaluationSqliteTests(SqliteFollowUp followUp) : EvaluationTests(followUp), IClassFixture<SqliteFollowUp>;

public sealed class EvaluationPostgresTests(PostgresFollowUp followUp) : EvaluationTests(followUp), IClassFixture<PostgresFollowUp>;
