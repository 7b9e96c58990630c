namespace Medborgarbudget.Decision.Tests.Features;

public abstract class MandateTests(DecisionFixture decision)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Recorded_mandate_is_read_by_everybody_and_opens_the_way_to_announcing()
    {
        var subBudget = await decision.SubBudget();
        (await decision.Missing(subBudget.SubBudgetId, subBudget.OrganisationId, "Announced")).ShouldBe(["decision.mandate_missing"]);

        var recorded = await decision.Secretary(subBudget.OrganisationId).RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId), cancellationToken: Token);

        recorded.OrganisationId.ShouldBe(subBudget.OrganisationId.ToString());
        recorded.Decision.ShouldBe(Calls.Body());
        (await decision.Visitor.GetMandateAsync(new() { SubBudgetId = recorded.SubBudgetId }, cancellationToken: Token)).ShouldBe(recorded);
        (await decision.Missing(subBudget.SubBudgetId, subBudget.OrganisationId, "Announced")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Mandate_is_recorded_once()
    {
        var subBudget = await decision.SubBudget();
        var secretary = decision.Secretary(subBudget.OrganisationId);
        await secretary.RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId), cancellationToken: Token);

        (await secretary.RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId), cancellationToken: Token).CodeOf()).ShouldBe("decision.mandate_recorded");
    }

    [Fact]
    public async Task Two_secretaries_at_the_same_time_record_one_mandate()
    {
        var subBudget = await decision.SubBudget();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            try
            {
                await decision.Secretary(subBudget.OrganisationId).RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId), cancellationToken: Token);
                return "recorded";
            }
            catch (Grpc.Core.RpcException exception)
            {
                return ServiceDefaults.Errors.ErrorResults.ToError(exception).Code;
            }
        }));

        answers.Order().ShouldBe([.. Enumerable.Repeat("decision.mandate_recorded", 4), "recorded"]);
    }

    [Fact]
    public async Task Mandate_that_does_not_cover_the_pot_is_refused()
    {
        var subBudget = await decision.SubBudget();

        (await decision.Secretary(subBudget.OrganisationId)
            .RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId, 499_999_99), cancellationToken: Token).CodeOf())
            .ShouldBe("decision.amount_differs");
    }

    [Fact]
    public async Task Pot_that_grows_after_the_mandate_keeps_the_way_to_announcing_shut()
    {
        var subBudget = await decision.SubBudget();
        await decision.Secretary(subBudget.OrganisationId).RecordMandateAsync(Calls.Mandate(subBudget.SubBudgetId), cancellationToken: Token);

        await decision.DeliverAsync(subBudget with { Version = 2, AmountOre = 600_000_00 }, Token);

        (await decision.Missing(subBudget.SubBudgetId, subBudget.OrganisationId, "Announced")).ShouldBe(["decision.amount_differs"]);
    }

    [Fact]
    public async Task Mandate_without_a_decision_names_its_fields()
    {
        var subBudget = await decision.SubBudget();
        var request = Calls.Mandate(subBudget.SubBudgetId, amountOre: 0);
        request.Decision = null;

        (await decision.Secretary(subBudget.OrganisationId).RecordMandateAsync(request, cancellationToken: Token).FaultsOf()).Distinct()
            .ShouldBe(["decision.body", "decision.date", "decision.paragraph", "decision.caseNumber", "amountOre"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not-an-id")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public async Task Sub_budget_that_does_not_exist_is_missing(string id)
    {
        var request = Calls.Mandate(Guid.NewGuid());
        request.SubBudgetId = id;

        (await decision.Secretary(Guid.NewGuid()).RecordMandateAsync(request, cancellationToken: Token).CodeOf()).ShouldBe("decision.sub_budget_missing");
        (await decision.Visitor.GetMandateAsync(new() { SubBudgetId = id }, cancellationToken: Token).CodeOf()).ShouldBe("decision.mandate_missing");
    }
}

public sealed class MandateSqliteTests(SqliteDecision decision) : MandateTests(decision), IClassFixture<SqliteDecision>;

public sealed class MandatePostgresTests(PostgresDecision decision) : MandateTests(decision), IClassFixture<PostgresDecision>;
