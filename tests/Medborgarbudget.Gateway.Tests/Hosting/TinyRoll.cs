using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;

namespace Medborgarbudget.Gateway.Tests.Hosting;

/// <summary>Gives a ballot token to whoever gets here.</summary>
internal sealed class TinyRoll(Stage stage) : RollService.RollServiceBase
{
    public override Task<BallotToken> IssueBallotToken(IssueBallotTokenRequest request, ServerCallContext context) => Give(request.SubBudgetId);

    public override Task<BallotToken> RedeemVotingCode(RedeemVotingCodeRequest request, ServerCallContext context) => Give(request.SubBudgetId);

    private Task<BallotToken> Give(string subBudget)
    {
        stage.Of(subBudget).Count();
        return Task.FromResult(new BallotToken { Token = $"token of {subBudget}" });
    }
}
