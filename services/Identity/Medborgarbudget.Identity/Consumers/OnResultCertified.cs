using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Tells webhooks of a certified result.</summary>
internal sealed class OnResultCertified(IdentityDb db, Announcements announcements) : IConsumer<ResultCertified>
{
    public async Task HandleAsync(ResultCertified happened, CancellationToken cancellationToken)
    {
        var subBudget = await db.SubBudgets.FindAsync([new SubBudgetId(happened.SubBudgetId)], cancellationToken)
            ?? throw new InvalidOperationException("The sub-budget is not known yet; the event comes again.");
        var data = new
        {
            happened.SubBudgetId,
            happened.OrganisationId,
            Rehearsal = subBudget.IsRehearsal,
            happened.Ballots,
            happened.ManifestHash,
            happened.CountedListHash,
            happened.Items,
        };
        await announcements.AddAsync(subBudget.OrganisationId, subBudget.IsRehearsal, WebhookEvents.ResultCertified, data, cancellationToken);
    }
}
