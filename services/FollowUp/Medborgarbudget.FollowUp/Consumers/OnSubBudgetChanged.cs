using Medborgarbudget.Contracts.Events;
using Medborgarbudget.FollowUp.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.FollowUp.Consumers;

/// <summary>Keeps which organisation a sub-budget belongs to, which never changes: repetition and order do not matter.</summary>
internal sealed class OnSubBudgetChanged(FollowUpDb db) : IConsumer<SubBudgetChanged>
{
    public async Task HandleAsync(SubBudgetChanged happened, CancellationToken cancellationToken)
    {
        var id = SubBudgetId.From(happened.SubBudgetId);
        if (await db.SubBudgets.FindAsync([id], cancellationToken) is not { } row)
        {
            db.SubBudgets.Add(new SubBudgetRow { Id = id, OrganisationId = OrganisationId.From(happened.OrganisationId), Version = happened.Version });
        }
        else if (row.Version < happened.Version)
        {
            row.Version = happened.Version;
        }
    }
}
