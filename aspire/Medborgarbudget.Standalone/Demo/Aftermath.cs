using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Contracts.FollowUp.V1;
using Medborgarbudget.Standalone.Api;

namespace Medborgarbudget.Standalone.Demo;

/// <summary>What follows the vote: the decision, the measures with their progress, and the goals to follow up.</summary>
internal sealed class Aftermath(PublicApi api, SubBudgetYear year)
{
    public async Task DecideAsync(string decidedOn, string adjustedOn, string noticeOn, Action<double> at, CancellationToken cancellationToken)
    {
        // All three dates are past by then, and each move of the clock ends every sign-in.
        at(-117);
        var decisions = new DecisionService.DecisionServiceClient(await api.As(DemoPersons.Secretary, cancellationToken));
        var opened = await PublicApi.Eventually(
            async () => await decisions.GetCaseAsync(new GetCaseRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken), cancellationToken);
        var decision = new RecordDecisionRequest
        {
            CaseId = opened.CaseId,
            Decision = new BodyDecision { Body = "Kommunstyrelsen", Date = decidedOn, Paragraph = "§ 102", CaseNumber = "KS 2026/231" },
        };
        decision.Items.AddRange(opened.Items.Where(item => item.SelectedByVote)
            .Select(item => new ItemDecision { ProposalId = item.ProposalId, Outcome = Outcome.Approved }));
        await decisions.RecordDecisionAsync(decision, cancellationToken: cancellationToken);
        await decisions.AdjustMinutesAsync(new AdjustMinutesRequest { CaseId = opened.CaseId, AdjustedOn = adjustedOn }, cancellationToken: cancellationToken);
        await decisions.PostNoticeAsync(new PostNoticeRequest { CaseId = opened.CaseId, NoticeOn = noticeOn }, cancellationToken: cancellationToken);
        await year.AdvanceAsync(Phase.Implementation, DemoPersons.Secretary, cancellationToken);
        await Implement(at, cancellationToken);
    }

    private async Task Implement(Action<double> at, CancellationToken cancellationToken)
    {
        var followUp = new FollowUpService.FollowUpServiceClient(await api.As(DemoPersons.Secretary, cancellationToken));
        var measures = await PublicApi.Eventually(
            async () => await Measures(followUp, cancellationToken), cancellationToken);
        foreach (var measure in measures.Measures)
        {
            await followUp.PlanMeasureAsync(
                new PlanMeasureRequest
                {
                    MeasureId = measure.MeasureId,
                    ResponsibleUnit = "Park och fritid",
                    PlannedCostOre = measure.DecidedCostOre,
                    PlannedOn = TimeProvider.System.GetUtcNow().AddDays(-40).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
                    Milestones = { new Milestone { Key = "m1", Name = "Beställt", PlannedOn = TimeProvider.System.GetUtcNow().AddDays(-90).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) } },
                },
                cancellationToken: cancellationToken);
        }

        at(-30);
        followUp = new FollowUpService.FollowUpServiceClient(await api.As(DemoPersons.Secretary, cancellationToken));
        foreach (var measure in measures.Measures)
        {
            await Finish(followUp, measure, cancellationToken);
        }

        await year.AdvanceAsync(Phase.FollowUp, DemoPersons.Secretary, cancellationToken);
        await SetGoals(cancellationToken);
    }

    private async Task<ListMeasuresResponse> Measures(FollowUpService.FollowUpServiceClient followUp, CancellationToken cancellationToken)
    {
        var measures = await followUp.ListMeasuresAsync(new ListMeasuresRequest { SubBudgetId = year.Id }, cancellationToken: cancellationToken);
        return measures.Measures.Count > 0
            ? measures
            : throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.NotFound, "The measures are not created yet."));
    }

    private static async Task Finish(FollowUpService.FollowUpServiceClient followUp, Measure measure, CancellationToken cancellationToken)
    {
        foreach (var (state, text) in new[]
        {
            (MeasureState.Planning, "Ritningar klara."),
            (MeasureState.Procurement, "Upphandlat."),
            (MeasureState.Ongoing, "Arbetet har börjat."),
            (MeasureState.Finished, "Klart och invigt av dem som föreslog det."),
        })
        {
            await followUp.ReportProgressAsync(
                new ReportProgressRequest
                {
                    MeasureId = measure.MeasureId,
                    State = state,
                    CostSoFarOre = state == MeasureState.Finished ? measure.DecidedCostOre * 97 / 100 : measure.DecidedCostOre / 4,
                    Text = text,
                    MilestonesReached = { state == MeasureState.Procurement ? ["m1"] : Array.Empty<string>() },
                },
                cancellationToken: cancellationToken);
        }
    }

    private async Task SetGoals(CancellationToken cancellationToken)
    {
        var analyst = new FollowUpService.FollowUpServiceClient(await api.As(DemoPersons.Analyst, cancellationToken));
        await analyst.SetGoalsAsync(
            new SetGoalsRequest
            {
                SubBudgetId = year.Id,
                Goals =
                {
                    new Goal { Key = "g1", Text = "Fler unga känner att de kan påverka." },
                    new Goal { Key = "g2", Text = "Platserna används av både flickor och pojkar." },
                },
            },
            cancellationToken: cancellationToken);
        await analyst.JudgeGoalAsync(
            new JudgeGoalRequest { SubBudgetId = year.Id, Key = "g1", Verdict = Verdict.Reached, Grounds = "Enkäten i skolan: 71 procent mot 48 före." },
            cancellationToken: cancellationToken);
    }
}
