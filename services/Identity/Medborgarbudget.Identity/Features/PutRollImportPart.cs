using System.Text;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Keeps one part of the text, sealed, until the import ends.</summary>
internal sealed class PutRollImportPart(IdentityDb db, OpenImports imports, RollStore rolls, AuditTrail trail)
{
    private const int MaxParts = 2_000;
    private const int MaxPartBytes = 1024 * 1024;

    public async Task<Result<RollImport>> Handle(PutRollImportPartRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var part = fields.Number(request.Part, "part", 1, MaxParts);
        fields.Check(request.Csv.Length > 0, "csv", "is empty");
        fields.Check(Encoding.UTF8.GetByteCount(request.Csv) <= MaxPartBytes, "csv", "is larger than 1 MiB");
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await imports.FindAsync(request.RollImportId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await rolls.PutPartAsync(found.Import.Id, part, request.Csv, cancellationToken))
        {
            return IdentityErrors.RollImportNotOpen;
        }

        await trail.NoteAsync(found.SubBudget, found.Import.Id.ToString(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return found.Import.ToMessage((await rolls.PartNumbersAsync(found.Import.Id, cancellationToken)).Count);
    }
}
