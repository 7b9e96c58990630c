using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Sends deliveries again that were taken or given up: one, or all of a time span.</summary>
internal sealed class ReplayWebhookDeliveries(IdentityDb db, WebhookStore webhooks, WebhookAccess access, AuditTrail trail, TimeProvider clock)
{
    public async Task<Result<ReplayWebhookDeliveriesResponse>> Handle(ReplayWebhookDeliveriesRequest request, CancellationToken cancellationToken)
    {
        if (!Read(request).Succeeded(out var wanted, out var refusal)
            || !(await access.EnterAsync(request.WebhookId, cancellationToken)).Succeeded(out var webhook, out refusal))
        {
            return refusal;
        }

        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        var count = await webhooks.ReplayAsync(webhook.Id, wanted.Only, wanted.From, wanted.Until, clock.GetUtcNow(), cancellationToken);
        await trail.NoteAsync(webhook.OrganisationId, webhook.Id.ToString(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return new ReplayWebhookDeliveriesResponse { Deliveries = count };
    }

    private static Result<(WebhookDeliveryId? Only, DateTimeOffset From, DateTimeOffset Until)> Read(ReplayWebhookDeliveriesRequest request)
    {
        var fields = new Fields();
        WebhookDeliveryId? only = null;
        var (from, until) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        if (request.WebhookDeliveryId.Length > 0)
        {
            only = fields.Id<WebhookDeliveryId>(request.WebhookDeliveryId, "webhookDeliveryId");
            fields.Check(request.From is null && request.Until is null, "from", "goes with no single delivery");
        }
        else
        {
            (from, until) = (ReadTime(fields, request.From, "from"), ReadTime(fields, request.Until, "until"));
            fields.Check(fields.Error is not null || from < until, "until", "must be after from");
        }

        return fields.Give(() => (only, from, until));
    }

    /// <summary>A time between 2000 and 2100, cut to seconds.</summary>
    private static DateTimeOffset ReadTime(Fields fields, Timestamp? time, string field)
    {
        const long Year2000 = 946_684_800;
        const long Year2100 = 4_102_444_800;
        if (time is not { Seconds: >= Year2000 and <= Year2100 })
        {
            fields.Fault(field, "is not between the years 2000 and 2100");
            return default;
        }

        return DateTimeOffset.FromUnixTimeSeconds(time.Seconds);
    }
}
