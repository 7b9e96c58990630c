using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class VotingPlaceGrpcService(IServiceProvider features) : VotingPlaceService.VotingPlaceServiceBase
{
    public override async Task<Contracts.Identity.V1.VotingPlace> CreateVotingPlace(CreateVotingPlaceRequest request, ServerCallContext context) =>
        (await Feature<CreateVotingPlace>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListVotingPlacesResponse> ListVotingPlaces(ListVotingPlacesRequest request, ServerCallContext context) =>
        (await Feature<ListVotingPlaces>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.Shift> AssignShift(AssignShiftRequest request, ServerCallContext context) =>
        (await Feature<AssignShift>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListShiftsResponse> ListShifts(ListShiftsRequest request, ServerCallContext context) =>
        (await Feature<ListShifts>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<MarkAtPlaceResponse> MarkAtPlace(MarkAtPlaceRequest request, ServerCallContext context) =>
        (await Feature<MarkAtPlace>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<SettleOfflineMarksResponse> SettleOfflineMarks(SettleOfflineMarksRequest request, ServerCallContext context) =>
        (await Feature<SettleOfflineMarks>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.Shift> CloseShift(CloseShiftRequest request, ServerCallContext context) =>
        (await Feature<CloseShift>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListMyShiftsResponse> ListMyShifts(ListMyShiftsRequest request, ServerCallContext context) =>
        (await Feature<ListMyShifts>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ShiftSheet> GetShift(GetShiftRequest request, ServerCallContext context) =>
        (await Feature<GetShift>().Handle(request, context.CancellationToken)).OrThrow();

    private T Feature<T>()
        where T : notnull => features.GetRequiredService<T>();
}
