using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Tells webhooks of a decision that is public from now on.</summary>
internal sealed class OnDecisionAdjusted(IdentityDb db, Announcements announcements) : IConsumer<DecisionAdjusted>
{
    public async Task HandleAsync(DecisionAdjusted happened, CancellationToken cancellationToken)
    {
        var subBudget = await db.SubBudgets.FindAsync([new SubBudgetId(happened.SubBudgetId)], cancellationToken)
            ?? throw new InvalidOperationException("The sub-budget is not known yet; the event comes again.");
        var data = new
        {
            happened.SubBudgetId,
            happened.OrganisationId,
            Rehearsal = subBudget.IsRehearsal,
            happened.CaseId,
            happened.DecisionReference,
            happened.Items,
        };
        await announcements.AddAsync(subBudget.OrganisationId, subBudget.IsRehearsal, WebhookEvents.DecisionAdjusted, data, cancellationToken);
    }
}
