using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Ends an import that is open or being read; whoever reads it notices at its next progress.</summary>
internal sealed class CancelRollImport(IdentityDb db, OpenImports imports, RollImportStore store, AuditTrail trail, TimeProvider clock)
{
    public async Task<Result<RollImport>> Handle(CancelRollImportRequest request, CancellationToken cancellationToken)
    {
        if (!(await imports.FindAsync(request.RollImportId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await store.CancelAsync(found.Import.Id, clock.GetUtcNow(), cancellationToken))
        {
            return IdentityErrors.RollImportNotOpen;
        }

        await trail.NoteAsync(found.SubBudget, found.Import.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        found.Import.State = Storage.RollImportState.Cancelled;
        return found.Import.ToMessage(parts: 0);
    }
}
