using Grpc.Core;
using Medborgarbudget.Budgets.Features;
using Medborgarbudget.Contracts.Budget.V1;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Budgets.Grpc;

/// <summary>The service's rpcs: message in, handler, message out.</summary>
internal sealed class BudgetGrpcService(
    CreateEdition createEdition,
    ReadEditions readEditions,
    CloseEdition closeEdition,
    AddCriteriaSet addCriteriaSet,
    CreateSubBudget createSubBudget,
    ReplacePlan replacePlan,
    ReadSubBudgets readSubBudgets,
    SetOutreachText setOutreachText,
    AdvancePhase advancePhase,
    ChangeCalendar changeCalendar) : BudgetService.BudgetServiceBase
{
    public override async Task<Contracts.Budget.V1.Edition> CreateEdition(CreateEditionRequest request, ServerCallContext context) =>
        (await createEdition.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.Edition> GetEdition(GetEditionRequest request, ServerCallContext context) =>
        (await readEditions.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context)
    {
        var page = (await readEditions.Handle(request, context.CancellationToken)).OrThrow();
        return new ListEditionsResponse { Editions = { page.Rows.Select(edition => edition.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Contracts.Budget.V1.Edition> CloseEdition(CloseEditionRequest request, ServerCallContext context) =>
        (await closeEdition.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.CriteriaSet> AddCriteriaSet(AddCriteriaSetRequest request, ServerCallContext context) =>
        (await addCriteriaSet.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.SubBudget> CreateSubBudget(CreateSubBudgetRequest request, ServerCallContext context) =>
        (await createSubBudget.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.SubBudget> ReplacePlan(ReplacePlanRequest request, ServerCallContext context) =>
        (await replacePlan.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.SubBudget> GetSubBudget(GetSubBudgetRequest request, ServerCallContext context) =>
        (await readSubBudgets.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<ListSubBudgetsResponse> ListSubBudgets(ListSubBudgetsRequest request, ServerCallContext context)
    {
        var page = (await readSubBudgets.Handle(request, context.CancellationToken)).OrThrow();
        return new ListSubBudgetsResponse { SubBudgets = { page.Rows.Select(subBudget => subBudget.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Contracts.Budget.V1.SubBudget> SetOutreachText(SetOutreachTextRequest request, ServerCallContext context) =>
        (await setOutreachText.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<AdvancePhaseResponse> AdvancePhase(AdvancePhaseRequest request, ServerCallContext context)
    {
        var advance = (await advancePhase.Handle(request, context.CancellationToken)).OrThrow();
        return new AdvancePhaseResponse { SubBudget = advance.SubBudget.ToWire(), AwaitingSecondPerson = advance.AwaitsSecondPerson };
    }

    public override async Task<ListGuardsResponse> ListGuards(ListGuardsRequest request, ServerCallContext context)
    {
        var (next, guards) = (await advancePhase.Handle(request, context.CancellationToken)).OrThrow();
        return new ListGuardsResponse { NextPhase = (Contracts.Budget.V1.Phase)(next ?? 0), Guards = { guards.Select(guard => guard.ToWire()) } };
    }

    public override async Task<ListPhaseChangesResponse> ListPhaseChanges(ListPhaseChangesRequest request, ServerCallContext context)
    {
        var changes = (await readSubBudgets.Handle(request, context.CancellationToken)).OrThrow();
        return new ListPhaseChangesResponse { Changes = { changes.Select(change => change.ToWire()) } };
    }

    public override async Task<Contracts.Budget.V1.SubBudget> ExtendDeadline(ExtendDeadlineRequest request, ServerCallContext context) =>
        (await changeCalendar.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.SubBudget> PauseSubBudget(PauseSubBudgetRequest request, ServerCallContext context) =>
        (await changeCalendar.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.SubBudget> ResumeSubBudget(ResumeSubBudgetRequest request, ServerCallContext context) =>
        (await changeCalendar.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Contracts.Budget.V1.SubBudget> AbortSubBudget(AbortSubBudgetRequest request, ServerCallContext context) =>
        (await changeCalendar.Handle(request, context.CancellationToken)).OrThrow().ToWire();
}
