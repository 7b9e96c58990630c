using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Removes a webhook with its secret and its log.</summary>
internal sealed class RemoveWebhook(IdentityDb db, WebhookStore webhooks, WebhookAccess access, AuditTrail trail)
{
    public async Task<Result<RemoveWebhookResponse>> Handle(RemoveWebhookRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.WebhookId, cancellationToken)).Succeeded(out var webhook, out var refusal))
        {
            return refusal;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        await webhooks.RemoveAsync(webhook.Id, cancellationToken);
        await trail.NoteAsync(webhook.OrganisationId, webhook.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return new RemoveWebhookResponse();
    }
}
