using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The webhooks of a client, oldest first.</summary>
internal sealed class ListWebhooks(WebhookStore webhooks, WebhookAccess access)
{
    public async Task<Result<ListWebhooksResponse>> Handle(ListWebhooksRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterClientAsync(request.ApiClientId, cancellationToken)).Succeeded(out var client, out var refusal))
        {
            return refusal;
        }

        var response = new ListWebhooksResponse();
        response.Webhooks.AddRange((await webhooks.OfClientAsync(client.Id, cancellationToken)).Select(WebhookMessages.ToMessage));
        return response;
    }
}
