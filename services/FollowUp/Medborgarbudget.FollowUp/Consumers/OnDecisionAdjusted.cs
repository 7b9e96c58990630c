using Medborgarbudget.Contracts.Events;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.FollowUp.Consumers;

/// <summary>
/// Orders a measure for every approved proposal. A sub-budget is decided once, so a repetition finds the decision known and orders nothing;
/// the event carries all that is needed, so that it does not matter what else has arrived.
/// </summary>
internal sealed class OnDecisionAdjusted(FollowUpDb db, MeasureStore measures, TimeProvider clock) : IConsumer<DecisionAdjusted>
{
    public async Task HandleAsync(DecisionAdjusted happened, CancellationToken cancellationToken)
    {
        var subBudget = SubBudgetId.From(happened.SubBudgetId);
        if (await db.Decisions.FindAsync([subBudget], cancellationToken) is not null)
        {
            return;
        }

        var decision = new AdjustedDecision(subBudget, OrganisationId.From(happened.OrganisationId), happened.DecisionReference);
        db.Decisions.Add(new DecisionRow { SubBudgetId = subBudget, State = decision });
        var approved = happened.Items
            .Where(item => IsApproved(item.Outcome))
            .OrderBy(item => item.Number)
            .Select(item => new ApprovedItem(ProposalId.From(item.ProposalId), item.Number, item.Title, new Money(item.CostOre)));
        foreach (var (index, item) in approved.Index())
        {
            measures.Add(Measure.Order(decision, item, clock.GetUtcNow()), index + 1);
        }
    }

    private static bool IsApproved(string outcome) => outcome is "Approved" or "ApprovedWithChange";
}
