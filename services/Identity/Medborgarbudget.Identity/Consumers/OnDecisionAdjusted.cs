using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Tells webhooks of a decision that is public from now on.</summary>
internal sealed class OnDecisionAdjusted(Announcements announcements) : IConsumer<DecisionAdjusted>
{
    public Task HandleAsync(DecisionAdjusted happened, CancellationToken cancellationToken) => announcements.AddAsync(
        happened.SubBudgetId,
        WebhookEvents.DecisionAdjusted,
        isRehearsal => new
        {
            happened.SubBudgetId,
            happened.OrganisationId,
            Rehearsal = isRehearsal,
            happened.CaseId,
            happened.DecisionReference,
            happened.Items,
        },
        cancellationToken);
}
