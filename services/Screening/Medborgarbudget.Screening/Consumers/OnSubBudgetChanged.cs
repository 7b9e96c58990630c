using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Screenings.Storage;

namespace Medborgarbudget.Screenings.Consumers;

/// <summary>Keeps the newest copy of a sub-budget. An event that is not newer is dropped, so order and repetition do not matter.</summary>
internal sealed class OnSubBudgetChanged(ScreeningDb db) : IConsumer<SubBudgetChanged>
{
    public async Task HandleAsync(SubBudgetChanged happened, CancellationToken cancellationToken)
    {
        var copy = Read(happened);
        var row = await db.SubBudgets.FindAsync([copy.Id], cancellationToken);
        if (row is null)
        {
            db.SubBudgets.Add(SubBudgetRow.Of(copy));
        }
        else if (row.Version < copy.Version)
        {
            row.Take(copy);
        }
    }

    private static SubBudget Read(SubBudgetChanged happened)
    {
        var most = happened.MaxProposalCostOre == 0 ? happened.AmountOre : Math.Min(happened.MaxProposalCostOre, happened.AmountOre);
        return new SubBudget
        {
            Id = new SubBudgetId(happened.SubBudgetId),
            OrganisationId = new OrganisationId(happened.OrganisationId),
            Version = happened.Version,
            Phase = Enum.TryParse<Phase>(happened.Phase, out var phase) ? phase : Phase.Unknown,
            IsPaused = happened.Paused,
            IsAborted = happened.Aborted,
            IsRehearsal = happened.Rehearsal,
            MaxProposalCost = new Money(most),
            ReviewCloses = happened.Calendar.ReviewCloses,
            Criteria = [.. happened.Criteria.Select(criterion => criterion.Key)],
        };
    }
}
