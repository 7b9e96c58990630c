using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class PendingActionGrpcService(ListPendingActions listPendingActions) : PendingActionService.PendingActionServiceBase
{
    public override async Task<ListPendingActionsResponse> ListPendingActions(ListPendingActionsRequest request, ServerCallContext context) =>
        (await listPendingActions.Handle(request, context.CancellationToken)).OrThrow();
}
