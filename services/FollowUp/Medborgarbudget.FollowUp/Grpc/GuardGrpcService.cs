using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.FollowUp.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.FollowUp.Grpc;

/// <summary>Answers Budget's question before a phase.</summary>
internal sealed class GuardGrpcService(AnswerGuard answerGuard) : GuardService.GuardServiceBase
{
    public override async Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context)
    {
        var missing = (await answerGuard.Handle(request, context.CancellationToken)).OrThrow();
        return new AskGuardResponse
        {
            Missing = { missing.Select(fact => new Contracts.Guard.V1.Missing { Code = fact.Code, Message = fact.Message, Count = fact.Count }) },
        };
    }
}
