using Medborgarbudget.Budgets.Storage;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;

namespace Medborgarbudget.Budgets.Consumers;

/// <summary>Keeps the copy of an organisation. The newest version wins, so repetition and order do not matter.</summary>
internal sealed class OnOrganisationChanged(BudgetDb db) : IConsumer<OrganisationChanged>
{
    public async Task HandleAsync(OrganisationChanged happened, CancellationToken cancellationToken)
    {
        var id = OrganisationId.From(happened.OrganisationId);
        var isAdmitted = happened.Membership == "Admitted";
        var row = await db.Organisations.FindAsync([id], cancellationToken);
        if (row is null)
        {
            db.Organisations.Add(new OrganisationRow { Id = id, Version = happened.Version, Rehearsal = happened.Rehearsal, Admitted = isAdmitted });
        }
        else if (row.Version < happened.Version)
        {
            (row.Version, row.Rehearsal, row.Admitted) = (happened.Version, happened.Rehearsal, isAdmitted);
        }
    }
}
