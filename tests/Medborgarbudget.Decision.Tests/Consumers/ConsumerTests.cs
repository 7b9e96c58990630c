namespace Medborgarbudget.Decision.Tests.Consumers;

public abstract class ConsumerTests(DecisionFixture decision)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Result_that_comes_twice_opens_one_case()
    {
        var result = await decision.Certified();
        var first = await decision.CaseOf(result);

        (await decision.DeliverAsync(result, Token)).ShouldBeTrue();

        (await decision.CaseOf(result)).ShouldBe(first);
    }

    [Fact]
    public async Task Result_that_comes_again_after_the_decision_changes_nothing()
    {
        var result = await decision.Certified();
        var caseId = (await decision.CaseOf(result)).CaseId;
        var decided = await decision.Secretary(result.OrganisationId).RecordDecisionAsync(result.AsVoted(caseId), cancellationToken: Token);

        (await decision.DeliverAsync(result, Token)).ShouldBeTrue();

        (await decision.CaseOf(result)).ShouldBe(decided);
    }

    [Fact]
    public async Task Older_version_of_a_sub_budget_does_not_replace_a_newer_one()
    {
        var newer = Events.SubBudget(version: 5, amountOre: 700_000_00);
        await decision.DeliverAsync(newer, Token);
        await decision.DeliverAsync(newer with { Version = 4, AmountOre = 100_00 }, Token);
        await decision.DeliverAsync(newer, Token);

        (await decision.Secretary(newer.OrganisationId)
            .RecordMandateAsync(Calls.Mandate(newer.SubBudgetId, 600_000_00), cancellationToken: Token).CodeOf()).ShouldBe("decision.amount_differs");
    }
}

public sealed class ConsumerSqliteTests(SqliteDecision decision) : ConsumerTests(decision), IClassFixture<SqliteDecision>;

public sealed class ConsumerPostgresTests(PostgresDecision decision) : ConsumerTests(decision), IClassFixture<PostgresDecision>;
