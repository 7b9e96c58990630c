using Google.Api;
using Grpc.Core;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Features;
using Medborgarbudget.Voting.Log;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Grpc;

/// <summary>Hands each rpc to its handler; a handler is made only for the rpc that wants it.</summary>
internal sealed class VotingGrpcService(IServiceProvider services) : V1.VotingService.VotingServiceBase
{
    public override async Task<V1.Freeze> RequestFreeze(RequestFreezeRequest request, ServerCallContext context) =>
        (await Handler<RequestFreeze>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Freeze> ApproveFreeze(ApproveFreezeRequest request, ServerCallContext context) =>
        (await Handler<ApproveFreeze>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Manifest> GetManifest(GetManifestRequest request, ServerCallContext context) =>
        (await Handler<GetManifest>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Receipt> CastBallot(CastBallotRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<CastBallot>().HandleAsync(request, context.RequestHeaders, context.CancellationToken)).OrThrow();
    }

    public override async Task<BallotStatus> GetBallotStatus(GetBallotStatusRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<GetBallotStatus>().HandleAsync(request, context.RequestHeaders, context.CancellationToken)).OrThrow();
    }

    public override async Task<ShownBallot> ShowBallot(ShowBallotRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<ShowBallot>().HandleAsync(request, context.RequestHeaders, context.CancellationToken)).OrThrow();
    }

    public override async Task<ReceiptCheck> CheckReceipt(CheckReceiptRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<CheckReceipt>().HandleAsync(request, context.CancellationToken)).OrThrow();
    }

    public override async Task<HttpBody> GetManifestDocument(GetManifestDocumentRequest request, ServerCallContext context) =>
        (await Handler<GetManifestDocument>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetLogHeads(GetLogHeadsRequest request, ServerCallContext context) =>
        (await Handler<GetLogHeads>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetLogTile(GetLogTileRequest request, ServerCallContext context)
    {
        var tile = (await Handler<GetLogTile>().HandleAsync(request, context.CancellationToken)).OrThrow();
        if (tile.Data.Length == LogTiles.FullLength)
        {
            context.GetHttpContext().Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        }

        return tile;
    }

    public override async Task<AddCosignatureResponse> AddCosignature(AddCosignatureRequest request, ServerCallContext context) =>
        (await Handler<AddCosignature>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetClosing(GetClosingRequest request, ServerCallContext context) =>
        (await Handler<GetClosing>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetPublishedFiles(GetPublishedFilesRequest request, ServerCallContext context) =>
        (await Handler<GetPublishedFiles>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetSealedBallots(GetSealedBallotsRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<GetSealedBallots>().HandleAsync(request, context.CancellationToken)).OrThrow();
    }

    public override async Task<VotingStatus> GetVotingStatus(GetVotingStatusRequest request, ServerCallContext context) =>
        (await Handler<GetVotingStatus>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<Turnout> GetTurnout(GetTurnoutRequest request, ServerCallContext context) =>
        (await Handler<GetTurnout>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<VotingStatus> CloseVoting(CloseVotingRequest request, ServerCallContext context) =>
        (await Handler<CloseVoting>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Count> StartCount(StartCountRequest request, ServerCallContext context) =>
        (await Handler<StartCount>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Count> GetCount(GetCountRequest request, ServerCallContext context) =>
        (await Handler<GetCount>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Count> CancelCount(CancelCountRequest request, ServerCallContext context) =>
        (await Handler<CancelCount>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Count> PublishResult(PublishResultRequest request, ServerCallContext context) =>
        (await Handler<PublishResult>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Count> CertifyResult(CertifyResultRequest request, ServerCallContext context) =>
        (await Handler<CertifyResult>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Result> GetResult(GetResultRequest request, ServerCallContext context) =>
        (await Handler<GetResult>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Explanation> GetExplanation(GetExplanationRequest request, ServerCallContext context) =>
        (await Handler<GetExplanation>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetResultDocument(GetResultDocumentRequest request, ServerCallContext context) =>
        (await Handler<GetResultDocument>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetCountedList(GetCountedListRequest request, ServerCallContext context) =>
        (await Handler<GetCountedList>().HandleAsync(request, context.CancellationToken)).OrThrow();

    /// <summary>What belongs to one voter is never kept where another could get it.</summary>
    private static void KeepOutOfCaches(ServerCallContext context) =>
        context.GetHttpContext().Response.Headers.CacheControl = "no-store";

    private T Handler<T>()
        where T : notnull => services.GetRequiredService<T>();
}
