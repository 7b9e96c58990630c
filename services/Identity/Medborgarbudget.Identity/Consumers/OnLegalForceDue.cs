using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Tells webhooks of a decision that can have legal force from now on.</summary>
internal sealed class OnLegalForceDue(Announcements announcements) : IConsumer<LegalForceDue>
{
    public Task HandleAsync(LegalForceDue happened, CancellationToken cancellationToken) => announcements.AddAsync(
        happened.SubBudgetId,
        WebhookEvents.LegalForceDue,
        isRehearsal => new
        {
            happened.SubBudgetId,
            happened.OrganisationId,
            Rehearsal = isRehearsal,
            happened.CaseId,
            happened.DecisionReference,
            happened.NoticeOn,
            happened.LegalForceOn,
        },
        cancellationToken);
}
