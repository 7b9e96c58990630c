using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The delivery log of a webhook: what was sent when, and how it went. Neither bodies nor secrets.</summary>
internal sealed class ListWebhookDeliveries(WebhookStore webhooks, WebhookAccess access)
{
    public async Task<Result<ListWebhookDeliveriesResponse>> Handle(ListWebhookDeliveriesRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.WebhookId, cancellationToken)).Succeeded(out var webhook, out var refusal))
        {
            return refusal;
        }

        var found = await webhooks.ListDeliveriesAsync(webhook.Id, page, cancellationToken);
        var response = new ListWebhookDeliveriesResponse { NextPageToken = found.NextToken };
        response.Deliveries.AddRange(found.Rows.Select(WebhookMessages.ToMessage));
        return response;
    }
}
