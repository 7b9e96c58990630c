using Grpc.Core;
using Medborgarbudget.Contracts.Gateway.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Gateway.WaitingRooms;

/// <summary>What officials and frontends ask of the waiting rooms.</summary>
internal sealed class WaitingRoomGrpcService(IWaitingLines lines, Doorkeeper doorkeeper, SubBudgets subBudgets, Caller caller, ILogger<WaitingRoomGrpcService> logger)
    : WaitingRoomService.WaitingRoomServiceBase
{
    private const int MaxRate = 10_000;

    public override async Task<WaitingRoom> GetWaitingRoom(GetWaitingRoomRequest request, ServerCallContext context) =>
        await ShowAsync((await EnterAsync(request.SubBudgetId, context.CancellationToken)).OrThrow());

    public override async Task<WaitingRoom> SetWaitingRoom(SetWaitingRoomRequest request, ServerCallContext context)
    {
        var fields = new Fields();
        var least = request.Mode == WaitingRoomMode.Open ? 1 : 0;
        fields.Check(Enum.IsDefined(request.Mode) && request.Mode != WaitingRoomMode.Unspecified, "mode", "is not a mode");
        fields.Check(request.AdmittedPerSecond >= least && request.AdmittedPerSecond <= MaxRate, "admittedPerSecond", $"must be {least} to {MaxRate}");
        fields.Give(() => true).OrThrow();
        var subBudget = (await EnterAsync(request.SubBudgetId, context.CancellationToken)).OrThrow();
        await lines.SetAsync(subBudget, request.Mode, request.AdmittedPerSecond);
        logger.LogInformation("Waiting room of {SubBudget} set to {Mode} at {Rate} a second by {Person}", subBudget, request.Mode, request.AdmittedPerSecond, caller.Person);
        return await ShowAsync(subBudget);
    }

    public override async Task<WaitingTicket> TakeWaitingTicket(TakeWaitingTicketRequest request, ServerCallContext context)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(request.SubBudgetId, "subBudgetId");
        var turn = await doorkeeper.AskAsync(fields.Give(() => id).OrThrow(), request.Ticket, LineStep.TakeTicket);
        return new WaitingTicket { Admitted = turn.HasCome, Ticket = turn.Ticket, Place = turn.Place, RetryAfterSeconds = turn.RetryAfterSeconds };
    }

    private async Task<Result<SubBudgetId>> EnterAsync(string text, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var id = fields.Id<SubBudgetId>(text, "subBudgetId");
        if (fields.Error is { } fault)
        {
            return fault;
        }

        if (!(await subBudgets.OrganisationOfAsync(id, cancellationToken)).Succeeded(out var organisation, out var error))
        {
            return error;
        }

        return caller.MayActIn(organisation, id) ? id : GeneralErrors.Forbidden;
    }

    private async Task<WaitingRoom> ShowAsync(SubBudgetId subBudget)
    {
        var standing = await lines.StepAsync(subBudget, LineStep.Look, 0);
        return new WaitingRoom
        {
            SubBudgetId = subBudget.ToString(),
            Mode = standing.Mode,
            AdmittedPerSecond = standing.Rate,
            Open = standing.IsOpen,
            Waiting = standing.Waiting,
        };
    }
}
