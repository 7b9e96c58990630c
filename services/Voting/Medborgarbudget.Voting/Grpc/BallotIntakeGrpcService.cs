using Grpc.Core;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Voting.Features;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Grpc;

internal sealed class BallotIntakeGrpcService(CastBallot cast) : V1.BallotIntakeService.BallotIntakeServiceBase
{
    public override Task<CastBallotsResponse> CastBallots(CastBallotsRequest request, ServerCallContext context) =>
        cast.HandleAsync(request, context.CancellationToken);
}
