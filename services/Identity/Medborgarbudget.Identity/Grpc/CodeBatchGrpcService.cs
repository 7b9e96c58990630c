using Google.Api;
using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class CodeBatchGrpcService(IServiceProvider features) : CodeBatchService.CodeBatchServiceBase
{
    public override async Task<Contracts.Identity.V1.CodeBatch> CreateCodeBatch(CreateCodeBatchRequest request, ServerCallContext context) =>
        (await features.GetRequiredService<CreateCodeBatch>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListCodeBatchesResponse> ListCodeBatches(ListCodeBatchesRequest request, ServerCallContext context) =>
        (await features.GetRequiredService<ListCodeBatches>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<HttpBody> DownloadCodeBatch(DownloadCodeBatchRequest request, ServerCallContext context) =>
        (await features.GetRequiredService<DownloadCodeBatch>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.CodeBatch> RenewCodeBatch(RenewCodeBatchRequest request, ServerCallContext context) =>
        (await features.GetRequiredService<RenewCodeBatch>().Handle(request, context.CancellationToken)).OrThrow();
}
