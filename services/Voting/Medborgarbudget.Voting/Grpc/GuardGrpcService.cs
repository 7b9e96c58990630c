using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Features;

namespace Medborgarbudget.Voting.Grpc;

internal sealed class GuardGrpcService(AskGuard ask) : GuardService.GuardServiceBase
{
    public override async Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context) =>
        (await ask.HandleAsync(request, context.CancellationToken)).OrThrow();
}
