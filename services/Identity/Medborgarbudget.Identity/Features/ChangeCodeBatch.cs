using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>What every change of a batch has in common: it is found, one change follows the other, and it stands in the audit log.</summary>
internal sealed class ChangeCodeBatch(IdentityDb db, SubBudgetAccess access, RollStore rolls, CodeBatchStore batches, AuditTrail trail)
{
    /// <param name="subBudgetText">Id of the sub-budget.</param>
    /// <param name="number">Of the batch.</param>
    /// <param name="decide">The batch after the change.</param>
    /// <param name="write">Writes what goes with it: into the roll's import, and its head.</param>
    /// <param name="cancellationToken">Ends the work; then nothing is changed.</param>
    public async Task<Result<CodeBatch>> ApplyAsync(
        string subBudgetText, int number, Func<CodeBatch, Result<CodeBatch>> decide, Func<CodeBatch, RollHead, Task> write, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(subBudgetText, cancellationToken)).Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        if (!subBudget.Window.TakesCodes)
        {
            return IdentityErrors.RollClosed;
        }

        if (await batches.FindAsync(subBudget.Id, number, cancellationToken) is null)
        {
            return IdentityErrors.CodeBatchMissing;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var head = await rolls.LockHeadAsync(subBudget.Id, cancellationToken);
        var current = await batches.FindAsync(subBudget.Id, number, cancellationToken);
        if (!decide(current!).Succeeded(out var batch, out error))
        {
            return error;
        }

        await write(batch, head);
        await batches.ReplaceAsync(batch, cancellationToken);
        await trail.NoteAsync(subBudget, batch.Subject(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return batch;
    }
}
