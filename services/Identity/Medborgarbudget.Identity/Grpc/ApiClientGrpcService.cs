using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class ApiClientGrpcService(IServiceProvider features) : ApiClientService.ApiClientServiceBase
{
    public override async Task<Contracts.Identity.V1.ApiClient> RegisterApiClient(RegisterApiClientRequest request, ServerCallContext context) =>
        (await Feature<RegisterApiClient>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.ApiClient> ApproveApiClient(ApproveApiClientRequest request, ServerCallContext context) =>
        (await Feature<ApproveApiClient>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.ApiClient> SuspendApiClient(SuspendApiClientRequest request, ServerCallContext context) =>
        (await Feature<SuspendApiClient>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.ApiClient> ResumeApiClient(ResumeApiClientRequest request, ServerCallContext context) =>
        (await Feature<ResumeApiClient>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.ApiClient> RemoveApiClient(RemoveApiClientRequest request, ServerCallContext context) =>
        (await Feature<RemoveApiClient>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ApiClientSecret> RotateApiClientSecret(RotateApiClientSecretRequest request, ServerCallContext context) =>
        (await Feature<RotateApiClientSecret>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ApiClientKeys> SetApiClientKeys(SetApiClientKeysRequest request, ServerCallContext context) =>
        (await Feature<SetApiClientKeys>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListApiClientsResponse> ListApiClients(ListApiClientsRequest request, ServerCallContext context) =>
        (await Feature<ListApiClients>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListMyConsentsResponse> ListMyConsents(ListMyConsentsRequest request, ServerCallContext context) =>
        (await Feature<ListMyConsents>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListMyConsentsResponse> WithdrawConsent(WithdrawConsentRequest request, ServerCallContext context) =>
        (await Feature<WithdrawConsent>().Handle(request, context.CancellationToken)).OrThrow();

    private T Feature<T>()
        where T : notnull => features.GetRequiredService<T>();
}
