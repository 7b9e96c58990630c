using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.FollowUp.Tests.Consumers;

public abstract class OnDecisionAdjustedTests(FollowUpFixture followUp)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decision_that_comes_twice_orders_every_measure_once()
    {
        var decision = await followUp.Decided();
        var before = await followUp.MeasuresOf(decision);

        (await followUp.DeliverAsync(decision, Token)).ShouldBeTrue();

        (await followUp.MeasuresOf(decision)).ShouldBe(before);
        var published = (await followUp.PublishedAsync<MeasureChanged>(Token)).Where(measure => measure.SubBudgetId == decision.SubBudgetId);
        published.Select(measure => (measure.MeasureId.ToString(), measure.OrganisationId, measure.State))
            .ShouldBe(before.Select(measure => (measure.MeasureId, decision.OrganisationId, "Ordered")));
    }

    [Fact]
    public async Task Decision_that_approves_nothing_leaves_nothing_open()
    {
        var decision = Events.Decision();
        var rejected = decision with { Items = [.. decision.Items.Select(item => item with { Outcome = "Rejected" })] };

        (await followUp.DeliverAsync(rejected, Token)).ShouldBeTrue();

        (await followUp.MeasuresOf(rejected)).ShouldBeEmpty();
        (await followUp.Missing(rejected.SubBudgetId, rejected.OrganisationId, "FollowUp")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Outcome_that_this_version_does_not_know_orders_nothing()
    {
        var decision = Events.Decision();
        var strange = decision with { Items = [.. decision.Items.Select(item => item with { Outcome = "Deferred" })] };

        (await followUp.DeliverAsync(strange, Token)).ShouldBeTrue();

        (await followUp.MeasuresOf(strange)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Sub_budget_of_the_decision_may_become_known_later_and_repeatedly()
    {
        var decision = await followUp.Decided();
        var subBudget = Events.SubBudget() with { SubBudgetId = decision.SubBudgetId, OrganisationId = decision.OrganisationId, Version = 9 };

        foreach (var version in new[] { 9, 8, 9 })
        {
            (await followUp.DeliverAsync<SubBudgetChanged>(subBudget with { Version = version }, Token)).ShouldBeTrue();
        }

        var set = await followUp.Analyst(decision.OrganisationId).SetGoalsAsync(Calls.Goals(decision.SubBudgetId, "g1"), cancellationToken: Token);
        set.SubBudgetId.ShouldBe(decision.SubBudgetId.ToString());
    }
}

public sealed class OnDecisionAdjustedSqliteTests(SqliteFollowUp followUp) : OnDecisionAdjustedTests(followUp), IClassFixture<SqliteFollowUp>;

public sealed class OnDecisionAdjustedPostgresTests(PostgresFollowUp followUp) : OnDecisionAdjustedTests(followUp), IClassFixture<PostgresFollowUp>;
