using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Finds a webhook, or the client that one is for, for a caller who may act in its organisation.</summary>
internal sealed class WebhookAccess(WebhookStore webhooks, ApiClientStore clients, Caller caller)
{
    public async Task<Result<Webhook>> EnterAsync(string idText, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<WebhookId>(idText, out var id) || await webhooks.FindAsync(id, cancellationToken) is not { } webhook)
        {
            return IdentityErrors.WebhookMissing;
        }

        return caller.MayActIn(webhook.OrganisationId) ? webhook : GeneralErrors.Forbidden;
    }

    public async Task<Result<ApiClient>> EnterClientAsync(string idText, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<ApiClientId>(idText, out var id) || await clients.FindAsync(id, cancellationToken) is not { } client)
        {
            return IdentityErrors.ClientMissing;
        }

        return caller.MayActIn(client.OrganisationId) ? client : GeneralErrors.Forbidden;
    }
}
