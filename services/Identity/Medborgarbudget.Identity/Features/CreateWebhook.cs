using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Registers an address that is told what happens. It gets its secret by a call of its own, whose answer is not kept for repetitions.</summary>
internal sealed class CreateWebhook(
    IdentityDb db, WebhookStore webhooks, WebhookAccess access, AuditTrail trail, WebhookSettings settings, TimeProvider clock)
{
    public async Task<Result<Contracts.Identity.V1.Webhook>> Handle(CreateWebhookRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterClientAsync(request.ApiClientId, cancellationToken)).Succeeded(out var client, out var refusal)
            || !Read(request, client).Succeeded(out var webhook, out refusal))
        {
            return refusal;
        }

        if (client.State == ApiClientState.Removed)
        {
            return IdentityErrors.ClientState;
        }

        if ((await webhooks.OfClientAsync(client.Id, cancellationToken)).Count >= Webhook.MostPerClient)
        {
            return IdentityErrors.TooManyWebhooks;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await webhooks.AddAsync(webhook, cancellationToken);
        await trail.NoteAsync(webhook.OrganisationId, webhook.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return webhook.ToMessage();
    }

    private Result<Webhook> Read(CreateWebhookRequest request, ApiClient client)
    {
        var fields = new Fields();
        var now = clock.GetUtcNow();
        WebhookAddress.Check(fields, request.Url, settings.AllowLoopback);
        fields.Check(
            request.Events.Count > 0 && request.Events.All(WebhookEvents.All.Contains) && request.Events.Distinct().Count() == request.Events.Count,
            "events",
            $"must be some of {string.Join(", ", WebhookEvents.All)}, each once");
        return fields.Give(() => new Webhook
        {
            Id = Id.New<WebhookId>(now),
            ApiClientId = client.Id,
            OrganisationId = client.OrganisationId,
            Url = request.Url,
            Events = [.. request.Events],
            State = WebhookState.AwaitsSecret,
            CreatedAt = now,
        });
    }
}
