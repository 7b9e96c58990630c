using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class GuardGrpcService(AskGuard askGuard) : GuardService.GuardServiceBase
{
    public override async Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context) =>
        (await askGuard.Handle(request, context.CancellationToken)).OrThrow();
}
