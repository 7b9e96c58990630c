using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Screenings.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Screenings.Grpc;

/// <summary>What Budget asks before a sub-budget enters a phase.</summary>
internal sealed class GuardGrpcService(AnswerGuard answerGuard) : GuardService.GuardServiceBase
{
    public override async Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context) =>
        (await answerGuard.Handle(request, context.CancellationToken)).OrThrow().ToWire();
}
