using System.Globalization;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The faults of an import, in the order of its lines.</summary>
internal sealed class ListRollFaults(OpenImports imports, RollImportStore store)
{
    public async Task<Result<ListRollFaultsResponse>> Handle(ListRollFaultsRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await imports.FindAsync(request.RollImportId, cancellationToken)).Succeeded(out var found, out var refusal))
        {
            return refusal;
        }

        var skip = page.AfterNumber;
        var rows = await store.ReadFaultsAsync(found.Import.Id, skip, page.Size + 1, cancellationToken);
        var faults = Page<RollLineFault>.Cut(rows, page.Size, _ => ((long)skip + page.Size).ToString(CultureInfo.InvariantCulture));
        return new ListRollFaultsResponse { Faults = { faults.Rows.Select(fault => fault.ToMessage()) }, NextPageToken = faults.NextToken };
    }
}
