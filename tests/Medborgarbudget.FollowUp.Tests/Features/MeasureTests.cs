using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.FollowUp.V1;
using State = Medborgarbudget.Contracts.FollowUp.V1.MeasureState;

namespace Medborgarbudget.FollowUp.Tests.Features;

public abstract class MeasureTests(FollowUpFixture followUp)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Adjusted_decision_orders_a_measure_for_each_approved_project_in_the_order_of_numbers()
    {
        var decision = await followUp.Decided();

        var measures = await followUp.MeasuresOf(decision);

        measures.Select(measure => (measure.Title, measure.DecidedCostOre, measure.State))
            .ShouldBe([("Förslag 1", 100_00, State.Ordered), ("Förslag 3", 300_00, State.Ordered)]);
    }

    [Fact]
    public async Task Measures_are_listed_page_by_page()
    {
        var request = new ListMeasuresRequest { SubBudgetId = (await followUp.Decided()).SubBudgetId.ToString(), PageSize = 1 };

        var first = await followUp.Visitor.ListMeasuresAsync(request, cancellationToken: Token);
        request.PageToken = first.NextPageToken;
        var second = await followUp.Visitor.ListMeasuresAsync(request, cancellationToken: Token);

        first.Measures.ShouldHaveSingleItem().Title.ShouldBe("Förslag 1");
        second.Measures.ShouldHaveSingleItem().Title.ShouldBe("Förslag 3");
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Measure_goes_from_plan_to_handing_over_and_everybody_reads_how()
    {
        var (id, implementer) = await Ordered();

        await implementer.PlanMeasureAsync(Calls.Plan(id, "m1", "m2"), cancellationToken: Token);
        await implementer.ReportProgressAsync(Calls.Report(id, State.Ongoing, "m1"), cancellationToken: Token);
        await implementer.ReportProgressAsync(Calls.Report(id, State.Finished, "m2"), cancellationToken: Token);
        await implementer.ReportProgressAsync(Calls.Report(id, State.HandedOver), cancellationToken: Token);

        var read = await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: Token);
        read.State.ShouldBe(State.HandedOver);
        read.Updates.Select(update => update.State).ShouldBe([State.HandedOver, State.Finished, State.Ongoing]);
        read.Milestones.Select(milestone => milestone.ReachedOn).ShouldAllBe(day => day.Length == 10);
        (read.ResponsibleUnit, read.PlannedCostOre, read.CostSoFarOre, read.Version).ShouldBe(("Parkförvaltningen", 90_00, 10_00, 5));
    }

    [Fact]
    public async Task State_that_cannot_be_reached_is_refused_and_nothing_is_kept()
    {
        var (id, implementer) = await Ordered();
        var before = await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: Token);

        (await implementer.ReportProgressAsync(Calls.Report(id, State.Finished), cancellationToken: Token).CodeOf()).ShouldBe("followup.state_not_reachable");

        (await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: Token)).ShouldBe(before);
        (await PublishedOf(id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Measure_is_published_when_it_is_ordered_and_when_its_state_changes_and_not_with_other_news()
    {
        var (id, implementer) = await Ordered();
        await implementer.PlanMeasureAsync(Calls.Plan(id, "m1"), cancellationToken: Token);
        await implementer.PlanMeasureAsync(Calls.Plan(id, "m1"), cancellationToken: Token);
        await implementer.ReportProgressAsync(Calls.Report(id, State.Planning, "m1"), cancellationToken: Token);
        await implementer.ReportProgressAsync(Calls.Report(id, State.Ongoing), cancellationToken: Token);
        await implementer.StopMeasureAsync(Calls.Stop(id), cancellationToken: Token);

        var published = await PublishedOf(id);

        published.Select(measure => (measure.State, measure.Version, measure.CostSoFarOre))
            .ShouldBe([("Ordered", 1, 0), ("Planning", 2, 0), ("Ongoing", 5, 10_00), ("Stopped", 6, 10_00)]);
        published.ShouldAllBe(measure => measure.Number == 1 && measure.Title == "Förslag 1" && measure.DecidedCostOre == 100_00);
    }

    [Fact]
    public async Task Milestone_that_is_not_planned_is_refused()
    {
        var (id, implementer) = await Ordered();
        await implementer.PlanMeasureAsync(Calls.Plan(id, "m1"), cancellationToken: Token);

        (await implementer.ReportProgressAsync(Calls.Report(id, State.Planning, "m9"), cancellationToken: Token).CodeOf())
            .ShouldBe("followup.milestone_unknown");
    }

    [Fact]
    public async Task Report_with_a_negative_cost_no_state_and_no_text_names_each_fault()
    {
        var (id, implementer) = await Ordered();
        var request = new ReportProgressRequest { MeasureId = id, CostSoFarOre = -1 };

        (await implementer.ReportProgressAsync(request, cancellationToken: Token).FaultsOf()).ShouldBe(["state", "costSoFarOre", "text"], ignoreOrder: true);
    }

    [Fact]
    public async Task Plan_with_a_milestone_twice_or_without_a_day_is_refused()
    {
        var (id, implementer) = await Ordered();
        var request = Calls.Plan(id, "m1", "m1");
        request.PlannedOn = "sommaren";

        (await implementer.PlanMeasureAsync(request, cancellationToken: Token).FaultsOf()).ShouldBe(["plannedOn", "milestones"], ignoreOrder: true);
    }

    [Fact]
    public async Task Stopped_measure_says_why_by_which_decision_and_where_the_money_goes_and_takes_no_more()
    {
        var (id, implementer) = await Ordered();

        var stopped = await implementer.StopMeasureAsync(Calls.Stop(id), cancellationToken: Token);

        stopped.State.ShouldBe(State.Stopped);
        stopped.StopReason.ShouldBe("Marken är såld (Kommunstyrelsen 2027-01-12 § 9) Pengarna går till nästa omgång.");
        (await implementer.StopMeasureAsync(Calls.Stop(id), cancellationToken: Token).CodeOf()).ShouldBe("followup.measure_ended");
        (await implementer.PlanMeasureAsync(Calls.Plan(id), cancellationToken: Token).CodeOf()).ShouldBe("followup.measure_ended");
        (await implementer.ReportProgressAsync(Calls.Report(id, State.Ongoing), cancellationToken: Token).CodeOf()).ShouldBe("followup.measure_ended");
    }

    [Fact]
    public async Task Stop_without_a_decision_is_refused()
    {
        var (id, implementer) = await Ordered();

        (await implementer.StopMeasureAsync(new() { MeasureId = id, Reason = "Orkar inte" }, cancellationToken: Token).FaultsOf())
            .ShouldBe(["decisionReference", "moneyGoesTo"], ignoreOrder: true);
    }

    [Fact]
    public async Task Report_sent_twice_with_one_key_is_kept_once()
    {
        var decision = await followUp.Decided();
        var id = (await followUp.MeasuresOf(decision))[0].MeasureId;
        var token = followUp.Tokens.Holder(Contracts.Access.V1.Role.Implementer, Kernel.OrganisationId.From(decision.OrganisationId));
        var client = new FollowUpService.FollowUpServiceClient(followUp.As(token, $"key-{Guid.NewGuid()}"));

        await client.ReportProgressAsync(Calls.Report(id, State.Planning), cancellationToken: Token);
        var again = await client.ReportProgressAsync(Calls.Report(id, State.Planning), cancellationToken: Token);

        again.Updates.Count.ShouldBe(1);
        (await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: Token)).Updates.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Follow_up_waits_until_every_measure_is_done()
    {
        var decision = await followUp.Decided();
        (await followUp.Missing(decision.SubBudgetId, decision.OrganisationId, "FollowUp")).ShouldBe([("followup.measures_open", 2)]);

        foreach (var measure in await followUp.MeasuresOf(decision))
        {
            await followUp.Implementer(decision.OrganisationId).StopMeasureAsync(Calls.Stop(measure.MeasureId), cancellationToken: Token);
        }

        (await followUp.Missing(decision.SubBudgetId, decision.OrganisationId, "FollowUp")).ShouldBeEmpty();
        (await followUp.Missing(Guid.NewGuid(), decision.OrganisationId, "FollowUp")).ShouldBe([("followup.decision_missing", 0)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../etc")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public async Task Measure_that_does_not_exist_is_missing(string id)
    {
        (await followUp.Visitor.GetMeasureAsync(new() { MeasureId = id }, cancellationToken: Token).CodeOf()).ShouldBe("followup.measure_missing");
        (await followUp.Implementer(Guid.NewGuid()).StopMeasureAsync(Calls.Stop(id), cancellationToken: Token).CodeOf()).ShouldBe("followup.measure_missing");
    }

    private async Task<IReadOnlyList<MeasureChanged>> PublishedOf(string id) =>
        [.. (await followUp.PublishedAsync<MeasureChanged>(Token)).Where(happened => happened.MeasureId == Guid.Parse(id))];

    private async Task<(string Id, FollowUpService.FollowUpServiceClient Implementer)> Ordered()
    {
        var decision = await followUp.Decided();
        return ((await followUp.MeasuresOf(decision))[0].MeasureId, followUp.Implementer(decision.OrganisationId));
    }
}

public sealed class MeasureSqliteTests(SqliteFollowUp followUp) : MeasureTests(followUp), IClassFixture<SqliteFollowUp>;

public sealed class MeasurePostgresTests(PostgresFollowUp followUp) : MeasureTests(followUp), IClassFixture<PostgresFollowUp>;
