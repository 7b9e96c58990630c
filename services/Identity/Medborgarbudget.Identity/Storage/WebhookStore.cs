using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Webhooks and what is sent to them.</summary>
internal sealed class WebhookStore(IdentityDb db)
{
    public Task<Webhook?> FindAsync(WebhookId id, CancellationToken cancellationToken) =>
        db.Webhooks.AsNoTracking().FirstOrDefaultAsync(webhook => webhook.Id == id, cancellationToken);

    public async Task<IReadOnlyList<Webhook>> OfClientAsync(ApiClientId client, CancellationToken cancellationToken) =>
        await db.Webhooks.AsNoTracking().Where(webhook => webhook.ApiClientId == client).OrderBy(webhook => webhook.Id).ToListAsync(cancellationToken);

    /// <summary>Every webhook of an organisation with its client.</summary>
    public async Task<IReadOnlyList<(Webhook Webhook, ApiClient Client)>> OfOrganisationAsync(OrganisationId organisation, CancellationToken cancellationToken)
    {
        var found = await (
            from webhook in db.Webhooks.AsNoTracking()
            join client in db.ApiClients.AsNoTracking() on webhook.ApiClientId equals client.Id
            where webhook.OrganisationId == organisation
            orderby webhook.Id
            select new { webhook, client }).ToListAsync(cancellationToken);
        return [.. found.Select(row => (row.webhook, row.client))];
    }

    public async Task AddAsync(Webhook webhook, CancellationToken cancellationToken)
    {
        db.Webhooks.Add(webhook);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes state and secrets; false when somebody else has changed them since they were read.</summary>
    public async Task<bool> ReplaceAsync(Webhook was, Webhook becomes, CancellationToken cancellationToken)
    {
        var secret = was.SealedSecret;
        return await db.Webhooks.Where(row => row.Id == was.Id && row.State == was.State && row.SealedSecret == secret)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, becomes.State)
                    .SetProperty(row => row.DisabledAt, becomes.DisabledAt)
                    .SetProperty(row => row.SealedSecret, becomes.SealedSecret)
                    .SetProperty(row => row.FormerSealedSecret, becomes.FormerSealedSecret)
                    .SetProperty(row => row.FormerSecretUntil, becomes.FormerSecretUntil),
                cancellationToken) == 1;
    }

    public async Task RemoveAsync(WebhookId id, CancellationToken cancellationToken)
    {
        await db.WebhookDeliveries.Where(row => row.WebhookId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Webhooks.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task RemoveOfClientAsync(ApiClientId client, CancellationToken cancellationToken)
    {
        foreach (var webhook in await OfClientAsync(client, cancellationToken))
        {
            await RemoveAsync(webhook.Id, cancellationToken);
        }
    }

    /// <summary>The log of a webhook, newest first.</summary>
    public async Task<Page<WebhookDelivery>> ListDeliveriesAsync(WebhookId webhook, PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.WebhookDeliveries.AsNoTracking()
            .Where(row => row.WebhookId == webhook).Before(row => row.Id, page.After)
            .OrderByDescending(row => row.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<WebhookDelivery>.Cut(rows, page.Size, row => row.Id.ToString());
    }

    /// <summary>The newest delivery of a webhook; null before the first. Nobody else adds one until the transaction ends.</summary>
    public async Task<WebhookDeliveryId?> LockNewestAsync(WebhookId webhook, CancellationToken cancellationToken)
    {
        await db.Webhooks.Where(row => row.Id == webhook).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, row => row.State), cancellationToken);
        return await db.WebhookDeliveries.Where(row => row.WebhookId == webhook)
            .OrderByDescending(row => row.Id).Select(row => (WebhookDeliveryId?)row.Id).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Lets what is finished be sent again; tells how many.</summary>
    /// <param name="only">One delivery; null = all that were created in the time.</param>
    public Task<int> ReplayAsync(
        WebhookId webhook, WebhookDeliveryId? only, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var finished = db.WebhookDeliveries.Where(row => row.WebhookId == webhook && row.State != WebhookDeliveryState.Waiting);
        finished = only is { } id ? finished.Where(row => row.Id == id) : finished.Where(row => row.CreatedAt >= from && row.CreatedAt < until);
        return finished.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, WebhookDeliveryState.Waiting).SetProperty(row => row.NextAttemptAt, now).SetProperty(row => row.Failures, 0),
            cancellationToken);
    }

    /// <summary>Webhooks with something to send that may be sent now, so many at most.</summary>
    public async Task<IReadOnlyList<WebhookId>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        await Due(now).Select(row => row.WebhookId).Distinct().Take(most).ToListAsync(cancellationToken);

    /// <summary>The oldest delivery that may be sent now, with its webhook.</summary>
    public async Task<(Webhook Webhook, WebhookDelivery Delivery)?> NextAsync(WebhookId id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Due(now).Where(row => row.WebhookId == id).OrderBy(row => row.Id).FirstOrDefaultAsync(cancellationToken) is { } delivery
            && await FindAsync(id, cancellationToken) is { } webhook
            ? (webhook, delivery)
            : null;

    /// <summary>Takes a delivery for some time; null when somebody else was quicker.</summary>
    public async Task<WebhookDelivery?> ClaimAsync(WebhookDelivery delivery, DateTimeOffset until, CancellationToken cancellationToken)
    {
        // To the microsecond, as it is kept: it is compared when the attempt is noted.
        var kept = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerMicrosecond));
        return await Claimed(delivery).ExecuteUpdateAsync(set => set.SetProperty(row => row.NextAttemptAt, kept), cancellationToken) == 1
            ? delivery with { NextAttemptAt = kept }
            : null;
    }

    /// <summary>Notes what became of a claimed delivery; nothing when the claim ran out and somebody else has it.</summary>
    public Task NoteAsync(WebhookDelivery claimed, WebhookDelivery becomes, CancellationToken cancellationToken) => Claimed(claimed).ExecuteUpdateAsync(
        set => set
            .SetProperty(row => row.State, becomes.State)
            .SetProperty(row => row.NextAttemptAt, becomes.NextAttemptAt)
            .SetProperty(row => row.Failures, becomes.Failures)
            .SetProperty(row => row.Attempts, becomes.Attempts),
        cancellationToken);

    public Task NoteTakenAsync(WebhookId id, DateTimeOffset at, CancellationToken cancellationToken) => db.Webhooks
        .Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.LastTakenAt, at), cancellationToken);

    /// <summary>False when it was not active any more.</summary>
    public async Task<bool> DisableAsync(WebhookId id, DateTimeOffset at, CancellationToken cancellationToken) => await db.Webhooks
        .Where(row => row.Id == id && row.State == WebhookState.Active)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, WebhookState.Disabled).SetProperty(row => row.DisabledAt, at), cancellationToken) == 1;

    public Task ForgetAsync(DateTimeOffset createdBefore, CancellationToken cancellationToken) =>
        db.WebhookDeliveries.Where(row => row.CreatedAt < createdBefore).ExecuteDeleteAsync(cancellationToken);

    // A suspended client's deliveries wait, and so do those of a webhook that is disabled or has no secret.
    private IQueryable<WebhookDelivery> Due(DateTimeOffset now) =>
        from delivery in db.WebhookDeliveries.AsNoTracking()
        join webhook in db.Webhooks on delivery.WebhookId equals webhook.Id
        join client in db.ApiClients on webhook.ApiClientId equals client.Id
        where delivery.State == WebhookDeliveryState.Waiting && delivery.NextAttemptAt <= now && webhook.State == WebhookState.Active
            && (client.State == ApiClientState.Requested || client.State == ApiClientState.Approved)
        select delivery;

    private IQueryable<WebhookDelivery> Claimed(WebhookDelivery delivery) => db.WebhookDeliveries
        .Where(row => row.Id == delivery.Id && row.State == WebhookDeliveryState.Waiting && row.NextAttemptAt == delivery.NextAttemptAt);
}
