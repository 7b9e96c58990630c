using Google.Protobuf.WellKnownTypes;

namespace Medborgarbudget.Identity.Features;

/// <summary>Webhooks and their deliveries as the contract writes them.</summary>
internal static class WebhookMessages
{
    public static Contracts.Identity.V1.Webhook ToMessage(this Webhook webhook)
    {
        var message = new Contracts.Identity.V1.Webhook
        {
            WebhookId = webhook.Id.ToString(),
            ApiClientId = webhook.ApiClientId.ToString(),
            Url = webhook.Url,
            State = (Contracts.Identity.V1.WebhookState)webhook.State,
            CreatedAt = webhook.CreatedAt.ToTimestamp(),
            DisabledAt = webhook.DisabledAt?.ToTimestamp(),
        };
        message.Events.AddRange(webhook.Events);
        return message;
    }

    public static Contracts.Identity.V1.WebhookDelivery ToMessage(this WebhookDelivery delivery)
    {
        var message = new Contracts.Identity.V1.WebhookDelivery
        {
            WebhookDeliveryId = delivery.Id.ToString(),
            MessageId = delivery.MessageId,
            Event = delivery.Event,
            State = (Contracts.Identity.V1.WebhookDeliveryState)delivery.State,
            CreatedAt = delivery.CreatedAt.ToTimestamp(),
            NextAttemptAt = delivery.State == WebhookDeliveryState.Waiting ? delivery.NextAttemptAt.ToTimestamp() : null,
        };
        message.Attempts.AddRange(delivery.Attempts.Select(attempt => new Contracts.Identity.V1.WebhookAttempt
        {
            At = attempt.At.ToTimestamp(),
            DurationMs = attempt.DurationMs,
            Outcome = NameOf(attempt.Outcome),
            Status = attempt.Status,
        }));
        return message;
    }

    private static string NameOf(WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Answered => "answered",
        WebhookOutcome.TimedOut => "timed_out",
        WebhookOutcome.Unreachable => "unreachable",
        WebhookOutcome.AddressRefused => "address_refused",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, null),
    };
}
