using Grpc.Core;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Screenings.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Screenings.Grpc;

/// <summary>What Voting asks before it draws up a ballot.</summary>
internal sealed class ScreeningInternalGrpcService(ListFeasible listFeasible) : ScreeningInternalService.ScreeningInternalServiceBase
{
    public override async Task<ListFeasibleProposalsResponse> ListFeasibleProposals(ListFeasibleProposalsRequest request, ServerCallContext context) =>
        (await listFeasible.Handle(request, context.CancellationToken)).OrThrow().ToWire();
}
