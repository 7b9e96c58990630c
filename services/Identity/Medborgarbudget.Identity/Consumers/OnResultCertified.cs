using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Tells webhooks of a certified result.</summary>
internal sealed class OnResultCertified(Announcements announcements) : IConsumer<ResultCertified>
{
    public Task HandleAsync(ResultCertified happened, CancellationToken cancellationToken) => announcements.AddAsync(
        happened.SubBudgetId,
        WebhookEvents.ResultCertified,
        isRehearsal => new
        {
            happened.SubBudgetId,
            happened.OrganisationId,
            Rehearsal = isRehearsal,
            happened.Ballots,
            happened.ManifestHash,
            happened.CountedListHash,
            happened.Items,
        },
        cancellationToken);
}
