using Grpc.Core;
using Medborgarbudget.Contracts.Access.V1;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Budget.Tests.Features;

public sealed class PhaseFeaturesOnSqlite(BudgetOnSqlite budget) : PhaseFeatures(budget), IClassFixture<BudgetOnSqlite>;

public sealed class PhaseFeaturesOnPostgres(BudgetOnPostgres budget) : PhaseFeatures(budget), IClassFixture<BudgetOnPostgres>;

public abstract class PhaseFeatures(BudgetFixture budget)
{
    private static readonly Role[] Movers =
        [Role.ProcessLeader, Role.LeadScreener, Role.CountLeader, Role.Secretary, Role.Implementer, Role.Analyst];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rehearsal_walks_through_every_phase_in_order_and_its_edition_closes()
    {
        var (organisation, subBudget) = await budget.Draft(rehearsal: true);
        await WriteTexts(organisation, subBudget);

        foreach (var phase in Enum.GetValues<Phase>().Where(phase => phase > Phase.Draft))
        {
            (await Advance(organisation, subBudget, phase)).SubBudget.Phase.ShouldBe(phase);
        }

        var leader = budget.Client(budget.Holder(organisation, Role.ProcessLeader));
        var edition = await leader.CloseEditionAsync(new CloseEditionRequest { EditionId = subBudget.EditionId }, cancellationToken: Cancellation);
        edition.Closed.ShouldBeTrue();
        (await budget.PublishedAsync<EditionClosed>(Cancellation)).ShouldContain(e => e.EditionId.ToString() == subBudget.EditionId);
        var changes = await leader.ListPhaseChangesAsync(new ListPhaseChangesRequest { SubBudgetId = subBudget.SubBudgetId }, cancellationToken: Cancellation);
        changes.Changes.Select(change => change.To).ShouldBe(Enum.GetValues<Phase>().Where(phase => phase > Phase.Draft));
    }

    [Fact]
    public async Task A_phase_is_not_skipped()
    {
        var (organisation, subBudget) = await budget.Draft();

        var refusal = await Should.ThrowAsync<RpcException>(() => Advance(organisation, subBudget, Phase.Announced));

        Code(refusal).ShouldBe("budget.phase_not_next");
    }

    [Fact]
    public async Task Two_persons_are_needed_where_the_table_says_so()
    {
        var (organisation, subBudget) = await budget.Draft();
        await Advance(organisation, subBudget, Phase.Determined);
        var first = budget.Client(budget.Holder(organisation, Role.ProcessLeader));
        var request = new AdvancePhaseRequest { SubBudgetId = subBudget.SubBudgetId, To = Phase.Announced };

        var kept = await first.AdvancePhaseAsync(request, cancellationToken: Cancellation);
        var alone = await Should.ThrowAsync<RpcException>(async () => await first.AdvancePhaseAsync(request));
        var moved = await budget.Client(budget.Holder(organisation, Role.ProcessLeader)).AdvancePhaseAsync(request, cancellationToken: Cancellation);

        kept.AwaitingSecondPerson.ShouldBeTrue();
        kept.SubBudget.Phase.ShouldBe(Phase.Determined);
        Code(alone).ShouldBe("budget.second_person_is_first");
        moved.SubBudget.Phase.ShouldBe(Phase.Announced);
    }

    [Fact]
    public async Task First_call_waits_for_the_second_person_for_a_day()
    {
        var (organisation, subBudget) = await budget.Draft();
        await Advance(organisation, subBudget, Phase.Determined);
        var request = new AdvancePhaseRequest { SubBudgetId = subBudget.SubBudgetId, To = Phase.Announced };
        Task<AdvancePhaseResponse> Call() => budget.Client(budget.Holder(organisation, Role.ProcessLeader)).AdvancePhaseAsync(request, cancellationToken: Cancellation).ResponseAsync;

        (await Call()).AwaitingSecondPerson.ShouldBeTrue();
        budget.Clock.Advance(TimeSpan.FromDays(1));
        (await Call()).AwaitingSecondPerson.ShouldBeTrue();
        budget.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        (await Call()).AwaitingSecondPerson.ShouldBeFalse();
    }

    [Fact]
    public async Task A_fact_missing_at_its_owner_keeps_the_phase_and_is_named()
    {
        var (organisation, subBudget) = await budget.Draft();
        await Advance(organisation, subBudget, Phase.Determined);
        budget.Owners.Miss(subBudget.SubBudgetId, "decision.mandate_missing");

        var refusal = await Should.ThrowAsync<RpcException>(() => Advance(organisation, subBudget, Phase.Announced));
        var guards = await budget.Client(budget.Holder(organisation, Role.ProcessLeader))
            .ListGuardsAsync(new ListGuardsRequest { SubBudgetId = subBudget.SubBudgetId }, cancellationToken: Cancellation);
        budget.Owners.Satisfy(subBudget.SubBudgetId);
        var moved = await Advance(organisation, subBudget, Phase.Announced);

        Code(refusal).ShouldBe("budget.guard_open");
        guards.Guards.ShouldContain(guard => guard.Code == "decision.mandate_missing" && guard.State == GuardState.Missing);
        moved.SubBudget.Phase.ShouldBe(Phase.Announced);
    }

    [Fact]
    public async Task Outreach_texts_are_required_before_the_intake()
    {
        var (organisation, subBudget) = await budget.Draft();
        await Advance(organisation, subBudget, Phase.Determined);
        await Advance(organisation, subBudget, Phase.Announced);

        var refusal = await Should.ThrowAsync<RpcException>(() => Advance(organisation, subBudget, Phase.IdeaIntake));
        await WriteTexts(organisation, subBudget);

        Code(refusal).ShouldBe("budget.guard_open");
        (await Advance(organisation, subBudget, Phase.IdeaIntake)).SubBudget.Phase.ShouldBe(Phase.IdeaIntake);
    }

    [Fact]
    public async Task An_open_window_keeps_the_phase_and_can_be_extended_but_not_shortened()
    {
        var (organisation, subBudget) = await budget.Draft();
        await WriteTexts(organisation, subBudget);
        await Advance(organisation, subBudget, Phase.Determined);
        await Advance(organisation, subBudget, Phase.Announced);
        await Advance(organisation, subBudget, Phase.IdeaIntake);
        var leader = budget.Client(budget.Holder(organisation, Role.ProcessLeader));
        var closes = subBudget.Plan.Calendar.IntakeCloses;
        ExtendDeadlineRequest Extend(int days) => new()
        {
            SubBudgetId = subBudget.SubBudgetId,
            Window = Window.Intake,
            Closes = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = closes.Seconds + (days * 86_400) },
            Reason = "Fler möten hålls",
        };

        var open = await Should.ThrowAsync<RpcException>(() => Advance(organisation, subBudget, Phase.Screening));
        var extended = await leader.ExtendDeadlineAsync(Extend(3), cancellationToken: Cancellation);
        var shortened = await Should.ThrowAsync<RpcException>(async () => await leader.ExtendDeadlineAsync(Extend(1)));

        Code(open).ShouldBe("budget.guard_open");
        extended.Plan.Calendar.IntakeCloses.Seconds.ShouldBe(closes.Seconds + (3 * 86_400));
        extended.Plan.Calendar.VotingOpens.Seconds.ShouldBe(subBudget.Plan.Calendar.VotingOpens.Seconds + (3 * 86_400));
        Code(shortened).ShouldBe("budget.deadline_shortened");
    }

    [Fact]
    public async Task A_paused_sub_budget_does_not_move_and_an_aborted_one_never_again()
    {
        var (organisation, subBudget) = await budget.Draft(rehearsal: true);
        await WriteTexts(organisation, subBudget);
        await Advance(organisation, subBudget, Phase.Determined);
        await Advance(organisation, subBudget, Phase.Announced);
        await Advance(organisation, subBudget, Phase.IdeaIntake);
        var leader = budget.Client(budget.Holder(organisation, Role.ProcessLeader));

        await leader.PauseSubBudgetAsync(new PauseSubBudgetRequest { SubBudgetId = subBudget.SubBudgetId, Reason = "Fel i kartan" }, cancellationToken: Cancellation);
        var paused = await Should.ThrowAsync<RpcException>(() => Advance(organisation, subBudget, Phase.Screening));
        await leader.ResumeSubBudgetAsync(new ResumeSubBudgetRequest { SubBudgetId = subBudget.SubBudgetId }, cancellationToken: Cancellation);
        await leader.AbortSubBudgetAsync(
            new AbortSubBudgetRequest { SubBudgetId = subBudget.SubBudgetId, Reason = "Pengarna dras in", DecisionReference = "KS 2027/12 § 4" },
            cancellationToken: Cancellation);
        var aborted = await Should.ThrowAsync<RpcException>(() => Advance(organisation, subBudget, Phase.Screening));

        Code(paused).ShouldBe("budget.is_paused");
        Code(aborted).ShouldBe("budget.is_aborted");
    }

    private async Task WriteTexts(OrganisationId organisation, SubBudget subBudget) =>
        await budget.Client(budget.Holder(organisation, Role.ProcessLeader)).SetOutreachTextAsync(
            new SetOutreachTextRequest
            {
                SubBudgetId = subBudget.SubBudgetId,
                Language = "sv",
                Title = "Din idé för norra delen",
                Text = "Alla som bor här kan lämna förslag.",
                ContactPoint = "Medborgarkontoret",
                AccessibilityStatement = "Sidan följer WCAG 2.2 AA.",
            },
            cancellationToken: Cancellation);

    /// <summary>Moves on, with a second person where one is awaited.</summary>
    private async Task<AdvancePhaseResponse> Advance(OrganisationId organisation, SubBudget subBudget, Phase to)
    {
        var request = new AdvancePhaseRequest { SubBudgetId = subBudget.SubBudgetId, To = to };
        var answer = await budget.Client(budget.Holder(organisation, Movers)).AdvancePhaseAsync(request, cancellationToken: Cancellation);
        return answer.AwaitingSecondPerson
            ? await budget.Client(budget.Holder(organisation, Movers)).AdvancePhaseAsync(request, cancellationToken: Cancellation)
            : answer;
    }

    private static string Code(RpcException exception) => exception.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
}
