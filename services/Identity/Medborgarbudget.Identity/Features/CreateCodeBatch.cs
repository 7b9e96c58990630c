using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Access;

namespace Medborgarbudget.Identity.Features;

/// <summary>Takes the next entries of the roll into a batch. No code is drawn yet.</summary>
internal sealed class CreateCodeBatch(
    IdentityDb db, SubBudgetAccess access, RollStore rolls, CodeBatchStore batches, AuditTrail trail, Caller caller, TimeProvider clock)
{
    private const int LongestTitle = 60;
    private const int LongestArea = 60;

    public async Task<Result<Contracts.Identity.V1.CodeBatch>> Handle(CreateCodeBatchRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var title = fields.Text(request.Title, "title", 1, LongestTitle);
        var area = fields.Text(request.Area, "area", 0, LongestArea);
        var count = fields.Number(request.Count, "count", 1, CodeBatch.MostEntries);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        if (!subBudget.Window.TakesCodes)
        {
            return IdentityErrors.RollClosed;
        }

        if (await rolls.FindHeadAsync(subBudget.Id, cancellationToken) is not { ImportId: not null })
        {
            return IdentityErrors.RollMissing;
        }

        return await Create(subBudget, title, area.Length == 0 ? null : area, count, cancellationToken);
    }

    private async Task<Result<Contracts.Identity.V1.CodeBatch>> Create(SubBudgetRow subBudget, string title, string? area, int count, CancellationToken cancellationToken)
    {
        await using var transaction = await db.BeginOrJoinAsync(cancellationToken);
        var head = await rolls.LockHeadAsync(subBudget.Id, cancellationToken);
        var number = await batches.NextNumberAsync(subBudget.Id, cancellationToken);
        var taken = await batches.FillAsync(head.ImportId!.Value, number, area, count, cancellationToken);
        if (taken == 0)
        {
            return IdentityErrors.CodesAllIssued;
        }

        var batch = new CodeBatch
        {
            SubBudgetId = subBudget.Id,
            Number = number,
            Title = title,
            Area = area,
            Entries = taken,
            CreatedBy = caller.Person!.Value,
            CreatedAt = clock.GetUtcNow(),
        };
        await batches.AddAsync(batch, cancellationToken);
        await trail.NoteAsync(subBudget, batch.Subject(), cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return batch.ToMessage();
    }
}
