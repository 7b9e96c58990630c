using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>Reads an import; its faults by line, never a value.</summary>
internal sealed class GetRollImport(OpenImports imports, RollStore rolls)
{
    public async Task<Result<RollImport>> Handle(GetRollImportRequest request, CancellationToken cancellationToken)
    {
        if (!(await imports.FindAsync(request.RollImportId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        return found.Import.ToMessage((await rolls.PartNumbersAsync(found.Import.Id, cancellationToken)).Count);
    }
}
