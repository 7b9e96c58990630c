using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Webhooks;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Identity.Consumers;

/// <summary>Tells webhooks of a measure that is ordered or has come into another state.</summary>
internal sealed class OnMeasureChanged(Announcements announcements) : IConsumer<MeasureChanged>
{
    /// <summary>The state that a measure begins in and never comes back to.</summary>
    private const string Ordered = "Ordered";

    public Task HandleAsync(MeasureChanged happened, CancellationToken cancellationToken) => announcements.AddAsync(
        happened.SubBudgetId,
        happened.State == Ordered ? WebhookEvents.MeasureOrdered : WebhookEvents.MeasureStateChanged,
        isRehearsal => new
        {
            happened.SubBudgetId,
            happened.OrganisationId,
            Rehearsal = isRehearsal,
            happened.MeasureId,
            happened.ProposalId,
            happened.Number,
            happened.Title,
            happened.State,
            happened.DecidedCostOre,
            happened.CostSoFarOre,
            happened.Version,
        },
        cancellationToken);
}
