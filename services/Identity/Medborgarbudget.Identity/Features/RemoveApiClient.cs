using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Ends a client for ever, and with it what people had agreed to and where it was told things.</summary>
internal sealed class RemoveApiClient(ChangeApiClient change, ApiClientStore clients, WebhookStore webhooks, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.ApiClient>> Handle(RemoveApiClientRequest request, CancellationToken cancellationToken) =>
        (await change.ApplyAsync(
            request.ApiClientId,
            client => client.Remove(clock.GetUtcNow()),
            cancellationToken,
            async removed =>
            {
                await clients.DropConsentsAsync(removed.Id, cancellationToken);
                await webhooks.RemoveOfClientAsync(removed.Id, cancellationToken);
            })).Map(ApiClientMessages.ToMessage);
}
