using Grpc.Core;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>Tells which bearer token has reached it.</summary>
internal sealed class TinyVoting(Stage stage) : VotingService.VotingServiceBase
{
    public override Task<Receipt> CastBallot(CastBallotRequest request, ServerCallContext context) =>
        Task.FromResult(new Receipt { ReceiptCode = context.RequestHeaders.GetValue("authorization") ?? "", SubBudgetId = request.SubBudgetId });

    public override Task<BallotStatus> GetBallotStatus(GetBallotStatusRequest request, ServerCallContext context)
    {
        stage.Of(request.SubBudgetId).Count();
        return Task.FromResult(new BallotStatus { HasBallot = true, Receipt = new Receipt { ReceiptCode = context.RequestHeaders.GetValue("authorization") ?? "" } });
    }

    public override Task<ReceiptCheck> CheckReceipt(CheckReceiptRequest request, ServerCallContext context)
    {
        stage.Of(request.ReceiptCode).Count();
        return Task.FromResult(new ReceiptCheck());
    }

    public override Task<VotingStatus> GetVotingStatus(GetVotingStatusRequest request, ServerCallContext context)
    {
        stage.Of(request.SubBudgetId).Count();
        return Task.FromResult(new VotingStatus { SubBudgetId = request.SubBudgetId, Open = true });
    }
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
