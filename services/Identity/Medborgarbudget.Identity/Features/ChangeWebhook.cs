using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>What every change of a webhook shares: it is found with the caller's right asked, the change decided, written and noted.</summary>
internal sealed class ChangeWebhook(IdentityDb db, WebhookStore webhooks, WebhookAccess access, AuditTrail trail)
{
    public async Task<Result<Webhook>> ApplyAsync(string idText, Func<Webhook, Result<Webhook>> decide, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(idText, cancellationToken)).Succeeded(out var found, out var refusal)
            || !decide(found).Succeeded(out var changed, out refusal))
        {
            return refusal;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        if (!await webhooks.ReplaceAsync(found, changed, cancellationToken))
        {
            // Somebody else was quicker, or removed it.
            return IdentityErrors.WebhookChanged;
        }

        await trail.NoteAsync(changed.OrganisationId, changed.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return changed;
    }
}
