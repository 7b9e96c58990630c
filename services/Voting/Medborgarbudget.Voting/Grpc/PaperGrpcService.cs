using Google.Api;
using Grpc.Core;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.Voting.Features;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Grpc;

/// <summary>Hands each rpc about paper, and about what the channels come to together, to its handler.</summary>
internal sealed class PaperGrpcService(IServiceProvider services) : PaperService.PaperServiceBase
{
    public override async Task<V1.PaperBatch> OpenPaperBatch(OpenPaperBatchRequest request, ServerCallContext context) =>
        (await Handler<OpenPaperBatch>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<ListPaperBatchesResponse> ListPaperBatches(ListPaperBatchesRequest request, ServerCallContext context) =>
        (await Handler<ListPaperBatches>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.PaperBatch> CorrectPaperBatch(CorrectPaperBatchRequest request, ServerCallContext context) =>
        (await Handler<CorrectPaperBatch>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.PaperBatch> ClosePaperBatch(ClosePaperBatchRequest request, ServerCallContext context) =>
        (await Handler<ClosePaperBatch>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<ReadPaperCardResponse> ReadPaperCard(ReadPaperCardRequest request, ServerCallContext context) =>
        (await Handler<ReadPaperCard>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<ListDoubtfulCardsResponse> ListDoubtfulCards(ListDoubtfulCardsRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<ListDoubtfulCards>().HandleAsync(request, context.CancellationToken)).OrThrow();
    }

    public override async Task<SettlePaperCardResponse> SettlePaperCard(SettlePaperCardRequest request, ServerCallContext context) =>
        (await Handler<SettlePaperCard>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<V1.Reconciliation> GetReconciliation(GetReconciliationRequest request, ServerCallContext context) =>
        (await Handler<GetReconciliation>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetChannels(GetChannelsRequest request, ServerCallContext context) =>
        (await Handler<GetChannels>().HandleAsync(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> GetSealedCards(GetSealedCardsRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<GetSealedCards>().HandleAsync(request, context.CancellationToken)).OrThrow();
    }

    public override async Task<HttpBody> GetAnnulledVoters(GetAnnulledVotersRequest request, ServerCallContext context)
    {
        KeepOutOfCaches(context);
        return (await Handler<GetAnnulledVoters>().HandleAsync(request, context.CancellationToken)).OrThrow();
    }

    /// <summary>What belongs to one voter, or to those who settle a doubt, is never kept where another could get it.</summary>
    private static void KeepOutOfCaches(ServerCallContext context) =>
        context.GetHttpContext().Response.Headers.CacheControl = "no-store";

    private T Handler<T>()
        where T : notnull => services.GetRequiredService<T>();
}
