using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Lets a webhook that was disabled go on.</summary>
internal sealed class EnableWebhook(ChangeWebhook change)
{
    public async Task<Result<Contracts.Identity.V1.Webhook>> Handle(EnableWebhookRequest request, CancellationToken cancellationToken) =>
        (await change.ApplyAsync(request.WebhookId, webhook => webhook.Enable(), cancellationToken)).Map(WebhookMessages.ToMessage);
}
