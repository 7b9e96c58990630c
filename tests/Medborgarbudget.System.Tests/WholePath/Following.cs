using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Contracts.Network.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>Measures with milestones and cost, verdicts, the closed edition and the good example.</summary>
internal sealed class Following(Town town)
{
    public async Task CarryOutAsync()
    {
        town.At(-100);
        var implementer = new FollowUpService.FollowUpServiceClient(await town.Api.As(DemoPersons.Secretary, Town.Cancel));
        var measures = await PublicApi.Eventually(async () => await MeasuresAsync(), Town.Cancel);
        measures.Select(measure => (measure.Title, measure.State, measure.DecidedCostOre)).ShouldBe(
            [(Proposing.Gym, MeasureState.Ordered, 120_000_00), (Proposing.Benches, MeasureState.Ordered, 60_000_00)], ignoreOrder: true);
        foreach (var measure in measures)
        {
            await implementer.PlanMeasureAsync(Plan(measure), cancellationToken: Town.Cancel);
        }

        (await town.CannotEnterAsync(Phase.FollowUp, DemoPersons.Secretary)).ShouldContain("followup.measures_open");
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "followup.state_not_reachable", () => implementer.ReportProgressAsync(
            Report(measures[0], MeasureState.Finished), cancellationToken: Town.Cancel));
        foreach (var report in from measure in measures from state in Course select Report(measure, state))
        {
            await implementer.ReportProgressAsync(report, cancellationToken: Town.Cancel);
        }

        await town.MayNotLeaveAsync(Phase.FollowUp, DemoPersons.Analyst);
        await town.Year.AdvanceAsync(Phase.FollowUp, DemoPersons.Secretary, Town.Cancel);
    }

    public async Task JudgeAsync()
    {
        town.At(-40);
        (await town.CannotEnterAsync(Phase.Closed, DemoPersons.Analyst)).ShouldContain("followup.goals_missing");
        var analyst = new FollowUpService.FollowUpServiceClient(await town.Api.As(DemoPersons.Analyst, Town.Cancel));
        await analyst.SetGoalsAsync(
            new SetGoalsRequest { SubBudgetId = town.SubBudget, Goals = { new Goal { Key = "g1", Text = "Fler unga påverkar." }, new Goal { Key = "g2", Text = "Platserna används." } } },
            cancellationToken: Town.Cancel);
        await analyst.JudgeGoalAsync(
            new JudgeGoalRequest { SubBudgetId = town.SubBudget, Key = "g1", Verdict = Verdict.Reached, Grounds = "71 procent mot 48 före." }, cancellationToken: Town.Cancel);
        var publish = new PublishEvaluationRequest { SubBudgetId = town.SubBudget, Text = "Budgeten nådde sina mål i huvudsak." };
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "followup.verdicts_missing", () => analyst.PublishEvaluationAsync(publish, cancellationToken: Town.Cancel));
        await analyst.JudgeGoalAsync(
            new JudgeGoalRequest { SubBudgetId = town.SubBudget, Key = "g2", Verdict = Verdict.PartlyReached, Grounds = "Räknat under en vecka." }, cancellationToken: Town.Cancel);
        (await town.CannotEnterAsync(Phase.Closed, DemoPersons.Analyst)).ShouldContain("followup.evaluation_not_published");
        await analyst.PublishEvaluationAsync(publish, cancellationToken: Town.Cancel);
        await town.MayNotLeaveAsync(Phase.Closed, DemoPersons.Secretary);
        await town.Year.AdvanceAsync(Phase.Closed, DemoPersons.Analyst, Town.Cancel);
    }

    public async Task ShowAsync()
    {
        var draft = new DraftGoodExampleRequest { OrganisationId = town.Organisation, EditionId = town.Edition, Title = "Unga bestämde", Text = "Så gick det till." };
        var analyst = new NetworkService.NetworkServiceClient(await town.As(DemoPersons.Analyst));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "network.edition_not_closed", () => analyst.DraftGoodExampleAsync(draft, cancellationToken: Town.Cancel));
        await new BudgetService.BudgetServiceClient(await town.Api.As(DemoPersons.ProcessLeader, Town.Cancel))
            .CloseEditionAsync(new CloseEditionRequest { EditionId = town.Edition }, cancellationToken: Town.Cancel);
        analyst = new NetworkService.NetworkServiceClient(await town.Api.As(DemoPersons.Analyst, Town.Cancel));
        var example = await PublicApi.Eventually(async () => await analyst.DraftGoodExampleAsync(draft, cancellationToken: Town.Cancel), Town.Cancel);

        var read = new GetGoodExampleRequest { GoodExampleId = example.GoodExampleId };
        var visitor = new NetworkService.NetworkServiceClient(town.Visitor);
        await Refusals.RefusedAsync(StatusCode.NotFound, "network.good_example_missing", () => visitor.GetGoodExampleAsync(read, cancellationToken: Town.Cancel));
        var network = new NetworkService.NetworkServiceClient(await town.Api.As(DemoPersons.NetworkLeader, Town.Cancel));
        await network.PublishGoodExampleAsync(new PublishGoodExampleRequest { GoodExampleId = example.GoodExampleId }, cancellationToken: Town.Cancel);
        (await visitor.GetGoodExampleAsync(read, cancellationToken: Town.Cancel)).Published.ShouldBeTrue();
    }

    public async Task<IReadOnlyList<Measure>> MeasuresAsync()
    {
        var listed = await new FollowUpService.FollowUpServiceClient(town.Visitor)
            .ListMeasuresAsync(new ListMeasuresRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        return listed.Measures.Count > 0 ? listed.Measures : throw new RpcException(new Status(StatusCode.NotFound, "No measure is created yet."));
    }

    private static readonly MeasureState[] Course = [MeasureState.Planning, MeasureState.Procurement, MeasureState.Ongoing, MeasureState.Finished];

    private PlanMeasureRequest Plan(Measure measure) => new()
    {
        MeasureId = measure.MeasureId,
        ResponsibleUnit = "Park och fritid",
        PlannedCostOre = measure.DecidedCostOre,
        PlannedOn = town.Day(-50),
        Milestones = { new Milestone { Key = "m1", Name = "Beställt", PlannedOn = town.Day(-90) } },
    };

    private static ReportProgressRequest Report(Measure measure, MeasureState state) => new()
    {
        MeasureId = measure.MeasureId,
        State = state,
        CostSoFarOre = measure.DecidedCostOre / 100 * (state == MeasureState.Finished ? 97 : 25),
        Text = $"Nu: {state}.",
        MilestonesReached = { state == MeasureState.Procurement ? ["m1"] : Array.Empty<string>() },
    };
}
