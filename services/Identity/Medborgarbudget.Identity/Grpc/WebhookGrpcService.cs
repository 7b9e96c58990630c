using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Features;
using Medborgarbudget.ServiceDefaults.Errors;

namespace Medborgarbudget.Identity.Grpc;

internal sealed class WebhookGrpcService(IServiceProvider features) : WebhookService.WebhookServiceBase
{
    public override async Task<Contracts.Identity.V1.Webhook> CreateWebhook(CreateWebhookRequest request, ServerCallContext context) =>
        (await Feature<CreateWebhook>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListWebhooksResponse> ListWebhooks(ListWebhooksRequest request, ServerCallContext context) =>
        (await Feature<ListWebhooks>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<WebhookSecret> RotateWebhookSecret(RotateWebhookSecretRequest request, ServerCallContext context) =>
        (await Feature<RotateWebhookSecret>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<Contracts.Identity.V1.Webhook> EnableWebhook(EnableWebhookRequest request, ServerCallContext context) =>
        (await Feature<EnableWebhook>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<RemoveWebhookResponse> RemoveWebhook(RemoveWebhookRequest request, ServerCallContext context) =>
        (await Feature<RemoveWebhook>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ListWebhookDeliveriesResponse> ListWebhookDeliveries(ListWebhookDeliveriesRequest request, ServerCallContext context) =>
        (await Feature<ListWebhookDeliveries>().Handle(request, context.CancellationToken)).OrThrow();

    public override async Task<ReplayWebhookDeliveriesResponse> ReplayWebhookDeliveries(ReplayWebhookDeliveriesRequest request, ServerCallContext context) =>
        (await Feature<ReplayWebhookDeliveries>().Handle(request, context.CancellationToken)).OrThrow();

    private T Feature<T>()
        where T : notnull => features.GetRequiredService<T>();
}
