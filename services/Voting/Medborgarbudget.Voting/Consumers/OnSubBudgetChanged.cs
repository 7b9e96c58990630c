using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Consumers;

/// <summary>Keeps the copy of a sub-budget. Idempotent and free of order because only a newer version replaces what is known.</summary>
internal sealed class OnSubBudgetChanged(VotingDb db, OpenRounds open) : IConsumer<SubBudgetChanged>
{
    public async Task HandleAsync(SubBudgetChanged happened, CancellationToken cancellationToken)
    {
        var subBudget = Read(happened);
        var row = await db.SubBudgets.FindAsync([subBudget.Id], cancellationToken);
        if (row is null)
        {
            db.SubBudgets.Add(row = new SubBudgetRow { Id = subBudget.Id, OrganisationId = subBudget.OrganisationId });
        }
        else if (row.Version >= subBudget.Version)
        {
            return;
        }

        row.Take(subBudget);
        open.Forget(subBudget.Id);
    }

    private static SubBudget Read(SubBudgetChanged happened) => new(
        new SubBudgetId(happened.SubBudgetId),
        new OrganisationId(happened.OrganisationId),
        happened.Version,
        Enum.TryParse<Phase>(happened.Phase, out var phase) ? phase : Phase.Unknown,
        happened.Paused,
        happened.Aborted,
        happened.Rehearsal,
        happened.Name,
        new Money(happened.AmountOre),
        CountRules.Read(happened.VotingRule),
        happened.Calendar.VotingOpens,
        happened.Calendar.VotingCloses,
        happened.Calendar.ObjectionsClose);
}
