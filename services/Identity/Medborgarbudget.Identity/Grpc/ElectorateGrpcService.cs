using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class ElectorateGrpcService(GetElectorate getElectorate, GetChannelMarks getChannelMarks) : ElectorateService.ElectorateServiceBase
{
    public override async Task<Electorate> GetElectorate(GetElectorateRequest request, ServerCallContext context) =>
        (await getElectorate.Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ChannelMarks> GetChannelMarks(GetChannelMarksRequest request, ServerCallContext context) =>
        (await getChannelMarks.Handle(request, context.CancellationToken)).OrThrow();
}
