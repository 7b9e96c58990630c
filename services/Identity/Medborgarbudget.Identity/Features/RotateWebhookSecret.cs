using System.Security.Cryptography;
using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Gives a webhook a new secret. It stands readable in this answer and nowhere else.</summary>
internal sealed class RotateWebhookSecret(ChangeWebhook change, Sealer sealer, TimeProvider clock)
{
    public async Task<Result<WebhookSecret>> Handle(RotateWebhookSecretRequest request, CancellationToken cancellationToken)
    {
        var secret = RandomNumberGenerator.GetBytes(WebhookSignature.SecretBytes);
        var changed = await change.ApplyAsync(
            request.WebhookId, webhook => webhook.RotateSecret(WebhookPost.Seal(sealer, secret), clock.GetUtcNow()), cancellationToken);
        return changed.Map(webhook => new WebhookSecret { Secret = WebhookSignature.Show(secret), FormerValidUntil = webhook.FormerSecretUntil?.ToTimestamp() });
    }
}
