using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.FollowUp.Storage;

/// <summary>Goals and evaluations, and the sub-budgets that they are about.</summary>
internal sealed class EvaluationStore(FollowUpDb db)
{
    public async Task<SubBudget?> FindSubBudget(SubBudgetId id, CancellationToken cancellationToken) =>
        (await db.SubBudgets.FindAsync([id], cancellationToken))?.ToSubBudget();

    public async Task<Evaluation?> Find(SubBudgetId id, CancellationToken cancellationToken) =>
        (await db.Evaluations.FindAsync([id], cancellationToken))?.State;

    /// <summary>Saves a new or changed evaluation; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Evaluation>> Save(Evaluation evaluation, CancellationToken cancellationToken)
    {
        if (await db.Evaluations.FindAsync([evaluation.SubBudgetId], cancellationToken) is { } row)
        {
            row.Version = evaluation.Version;
            row.State = evaluation;
        }
        else
        {
            db.Evaluations.Add(new EvaluationRow { SubBudgetId = evaluation.SubBudgetId, Version = evaluation.Version, State = evaluation });
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return evaluation;
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            return GeneralErrors.Stale;
        }
    }
}
