using System.Text.Json;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Webhooks;

/// <summary>
/// Notes for every webhook that wants to know what has happened, in the transaction of the event that told it: whatever then
/// crashes, it is sent.
/// </summary>
internal sealed class Announcements(IdentityDb db, WebhookStore webhooks, TimeProvider clock)
{
    /// <summary>Of what has happened in a sub-budget. While it is not known here this fails, and the event comes again.</summary>
    /// <param name="data">Gives what stands in the message as <c>data</c>, from whether it is a rehearsal; public facts alone.</param>
    public async Task AddAsync<T>(Guid subBudgetId, string happened, Func<bool, T> data, CancellationToken cancellationToken)
    {
        var subBudget = await db.SubBudgets.FindAsync([new SubBudgetId(subBudgetId)], cancellationToken)
            ?? throw new InvalidOperationException("The sub-budget is not known yet; the event comes again.");
        await AddAsync(subBudget.OrganisationId, subBudget.IsRehearsal, happened, data(subBudget.IsRehearsal), cancellationToken);
    }

    /// <param name="data">Stands in the message as <c>data</c>; public facts alone.</param>
    public async Task AddAsync<T>(OrganisationId organisation, bool isRehearsal, string happened, T data, CancellationToken cancellationToken)
    {
        var all = await webhooks.OfOrganisationAsync(organisation, cancellationToken);
        var listeners = all.Where(found => found.Webhook.Events.Contains(happened) && found.Client.MayHearOf(isRehearsal)).ToList();
        if (listeners.Count == 0)
        {
            return;
        }

        // One webhook after the other by its id, so that two events at once never wait for each other.
        var newest = new Dictionary<WebhookId, WebhookDeliveryId?>();
        foreach (var (webhook, _) in listeners)
        {
            newest[webhook.Id] = await webhooks.LockNewestAsync(webhook.Id, cancellationToken);
        }

        var now = clock.GetUtcNow();
        var message = $"msg_{Guid.CreateVersion7(now):N}";
        var body = JsonSerializer.Serialize(new { Type = happened, Timestamp = now, Data = data }, EventJson.Options);
        db.WebhookDeliveries.AddRange(listeners.Select(listener => new WebhookDelivery
        {
            Id = WebhookDeliveryId.Next(newest[listener.Webhook.Id], now),
            WebhookId = listener.Webhook.Id,
            MessageId = message,
            Event = happened,
            Body = body,
            CreatedAt = now,
            State = WebhookDeliveryState.Waiting,
            NextAttemptAt = now,
            Failures = 0,
            Attempts = [],
        }));
    }
}
