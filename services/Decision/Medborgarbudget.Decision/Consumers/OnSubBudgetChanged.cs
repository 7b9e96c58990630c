using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Decisions.Consumers;

/// <summary>Keeps the copy of a sub-budget. The newest version wins, so repetition and order do not matter.</summary>
internal sealed class OnSubBudgetChanged(DecisionDb db) : IConsumer<SubBudgetChanged>
{
    public async Task HandleAsync(SubBudgetChanged happened, CancellationToken cancellationToken)
    {
        var id = SubBudgetId.From(happened.SubBudgetId);
        var amount = new Money(happened.AmountOre);
        var row = await db.SubBudgets.FindAsync([id], cancellationToken);
        if (row is null)
        {
            var organisation = OrganisationId.From(happened.OrganisationId);
            db.SubBudgets.Add(new SubBudgetRow { Id = id, OrganisationId = organisation, Version = happened.Version, Amount = amount });
        }
        else if (row.Version < happened.Version)
        {
            (row.Version, row.Amount) = (happened.Version, amount);
        }
    }
}
