using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Decisions.Storage;

/// <summary>Mandate decisions, and the sub-budgets that they are about.</summary>
internal sealed class MandateStore(DecisionDb db)
{
    public async Task<SubBudget?> FindSubBudget(SubBudgetId id, CancellationToken cancellationToken) =>
        (await db.SubBudgets.FindAsync([id], cancellationToken))?.ToSubBudget();

    public async Task<Mandate?> Find(SubBudgetId id, CancellationToken cancellationToken) =>
        (await db.Mandates.FindAsync([id], cancellationToken))?.State;

    /// <summary>Errors: mandate_recorded.</summary>
    public async Task<Result<Mandate>> Add(Mandate mandate, CancellationToken cancellationToken)
    {
        db.Mandates.Add(new MandateRow { SubBudgetId = mandate.SubBudgetId, State = mandate });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return mandate;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return DecisionErrors.MandateRecorded;
        }
    }
}
