using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Decisions.Consumers;

/// <summary>
/// Opens the case of a sub-budget. A result is certified once, so a repetition finds the case opened; the event carries all the case
/// needs, so that it does not matter whether the sub-budget is known here yet.
/// </summary>
internal sealed class OnResultCertified(DecisionDb db, TimeProvider clock) : IConsumer<ResultCertified>
{
    public async Task HandleAsync(ResultCertified happened, CancellationToken cancellationToken)
    {
        var subBudget = SubBudgetId.From(happened.SubBudgetId);
        if (await db.Cases.AnyAsync(row => row.SubBudgetId == subBudget, cancellationToken))
        {
            return;
        }

        var items = happened.Items.Select(item => new CaseItem(
            ProposalId.From(item.ProposalId), item.Number, item.Title, new Money(item.CostOre), item.Votes, item.Selected));
        var opened = Case.Open(subBudget, OrganisationId.From(happened.OrganisationId), [.. items], clock.GetUtcNow());
        db.Cases.Add(new CaseRow { Id = opened.Id, SubBudgetId = subBudget, Version = opened.Version, State = opened });
    }
}
