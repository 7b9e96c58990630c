using Grpc.Core;
using Medborgarbudget.Contracts.Screening.V1;
using Medborgarbudget.Screenings.Features;
using Medborgarbudget.ServiceDefaults.Errors;
using Wire = Medborgarbudget.Contracts.Screening.V1;

namespace Medborgarbudget.Screenings.Grpc;

/// <summary>The service's rpcs: message in, handler, message out.</summary>
internal sealed class ScreeningGrpcService(
    ReadScreenings readScreenings,
    AssignScreener assignScreener,
    AssessProposal assessProposal,
    AcceptScreening acceptScreening,
    RequestReview requestReview,
    DecideReview decideReview,
    ReadOutcome readOutcome) : ScreeningService.ScreeningServiceBase
{
    public override async Task<ListScreeningsResponse> ListScreenings(ListScreeningsRequest request, ServerCallContext context)
    {
        var page = (await readScreenings.Handle(request, context.CancellationToken)).OrThrow();
        return new ListScreeningsResponse { Screenings = { page.Rows.Select(screening => screening.ToWire()) }, NextPageToken = page.NextToken };
    }

    public override async Task<Wire.Screening> GetScreening(GetScreeningRequest request, ServerCallContext context) =>
        (await readScreenings.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Screening> AssignScreener(AssignScreenerRequest request, ServerCallContext context) =>
        (await assignScreener.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Screening> AssessProposal(AssessProposalRequest request, ServerCallContext context) =>
        (await assessProposal.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.Screening> AcceptScreening(AcceptScreeningRequest request, ServerCallContext context) =>
        (await acceptScreening.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.ScreeningOutcome> RequestReview(RequestReviewRequest request, ServerCallContext context) =>
        (await requestReview.Handle(request, context.CancellationToken)).OrThrow().ToOutcome();

    public override async Task<Wire.Screening> DecideReview(DecideReviewRequest request, ServerCallContext context) =>
        (await decideReview.Handle(request, context.CancellationToken)).OrThrow().ToWire();

    public override async Task<Wire.ScreeningOutcome> GetScreeningOutcome(GetScreeningOutcomeRequest request, ServerCallContext context) =>
        (await readOutcome.Handle(request, context.CancellationToken)).OrThrow().ToOutcome();
}
