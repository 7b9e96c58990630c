using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>Tells which bearer token has reached it.</summary>
internal sealed class TinyVoting : VotingService.VotingServiceBase
{
    public override Task<Receipt> CastBallot(CastBallotRequest request, ServerCallContext context) =>
        Task.FromResult(new Receipt { ReceiptCode = context.RequestHeaders.GetValue("authorization") ?? "", SubBudgetId = request.SubBudgetId });
}

/// <summary>What no route may lead to. Behind it stands a service that would answer.</summary>
internal sealed class TinyGuard : GuardService.GuardServiceBase
{
    public override Task<AskGuardResponse> AskGuard(AskGuardRequest request, ServerCallContext context) => Task.FromResult(new AskGuardResponse());
}

internal sealed class TinyInternalScreening : ScreeningInternalService.ScreeningInternalServiceBase
{
    public override Task<ListFeasibleProposalsResponse> ListFeasibleProposals(ListFeasibleProposalsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListFeasibleProposalsResponse());
}
