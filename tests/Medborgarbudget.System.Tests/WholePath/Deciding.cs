using Grpc.Core;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Decision.V1;
using Medborgarbudget.Standalone.Api;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;

namespace Medborgarbudget.System.Tests.WholePath;

/// <summary>The body decides project by project; it turns down the skatepark, against the vote and with a reason.</summary>
internal sealed class Deciding(Town town)
{
    private string _case = "";

    public async Task DecideAsync()
    {
        town.At(-128);
        (await town.CannotEnterAsync(Phase.Implementation, DemoPersons.Secretary)).ShouldContain("decision.not_adjusted");
        var secretary = new DecisionService.DecisionServiceClient(await town.Api.As(DemoPersons.Secretary, Town.Cancel));
        _case = (await PublicApi.Eventually(
            async () => await secretary.GetCaseAsync(new GetCaseRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel), Town.Cancel)).CaseId;
        await secretary.WriteReportAsync(new WriteReportRequest { CaseId = _case, Report = "Röstningen är genomförd." }, cancellationToken: Town.Cancel);

        await Refusals.RefusedAsync(StatusCode.InvalidArgument, "decision.reason_missing", () => secretary.RecordDecisionAsync(Decision(reason: ""), cancellationToken: Town.Cancel));
        var leavesOut = Decision("Marken är såld.");
        leavesOut.Items.RemoveAt(0);
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "decision.items_left", () => secretary.RecordDecisionAsync(leavesOut, cancellationToken: Town.Cancel));
        await secretary.RecordDecisionAsync(Decision("Marken är såld."), cancellationToken: Town.Cancel);
        await IsNotPublicAsync();
    }

    public async Task AdjustAndPostAsync()
    {
        town.At(-117);
        var secretary = new DecisionService.DecisionServiceClient(await town.Api.As(DemoPersons.Secretary, Town.Cancel));
        await Refusals.RefusedAsync(StatusCode.FailedPrecondition, "decision.not_adjusted", () => secretary.PostNoticeAsync(
            new PostNoticeRequest { CaseId = _case, NoticeOn = town.Day(-118) }, cancellationToken: Town.Cancel));
        await secretary.AdjustMinutesAsync(new AdjustMinutesRequest { CaseId = _case, AdjustedOn = town.Day(-120) }, cancellationToken: Town.Cancel);
        await secretary.PostNoticeAsync(new PostNoticeRequest { CaseId = _case, NoticeOn = town.Day(-118) }, cancellationToken: Town.Cancel);
        await town.MayNotLeaveAsync(Phase.Implementation, DemoPersons.ProcessLeader);
        await town.Year.AdvanceAsync(Phase.Implementation, DemoPersons.Secretary, Town.Cancel);
    }

    public async Task DecisionIsPublicAsync()
    {
        var decided = await new DecisionService.DecisionServiceClient(town.Visitor)
            .GetCaseAsync(new GetCaseRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel);
        decided.Items.Select(item => (item.Title, item.Outcome, item.Deviates, item.Reason)).ShouldBe(
        [
            (Proposing.Gym, Outcome.Approved, false, ""),
            (Proposing.Playground, Outcome.Rejected, false, ""),
            (Proposing.Benches, Outcome.Approved, false, ""),
            (Proposing.Skatepark, Outcome.Rejected, true, "Marken är såld."),
        ], ignoreOrder: true);
        decided.LegalForceOn.ShouldBe(town.Day(-118 + 22));
    }

    private async Task IsNotPublicAsync()
    {
        var visitor = new DecisionService.DecisionServiceClient(town.Visitor);
        await Refusals.RefusedAsync(StatusCode.NotFound, "decision.case_missing", () => visitor.GetCaseAsync(
            new GetCaseRequest { SubBudgetId = town.SubBudget }, cancellationToken: Town.Cancel));
    }

    private RecordDecisionRequest Decision(string reason) => new()
    {
        CaseId = _case,
        Decision = new BodyDecision { Body = Town.DecidedBody, Date = town.Day(-130), Paragraph = "§ 102", CaseNumber = "KS 2026/231" },
        Items =
        {
            new ItemDecision { ProposalId = town.Proposals[Proposing.Gym], Outcome = Outcome.Approved },
            new ItemDecision { ProposalId = town.Proposals[Proposing.Benches], Outcome = Outcome.Approved },
            new ItemDecision { ProposalId = town.Proposals[Proposing.Skatepark], Outcome = Outcome.Rejected, Reason = reason },
        },
    };
}
