using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The batches of a sub-budget, by number. Never their codes.</summary>
internal sealed class ListCodeBatches(SubBudgetAccess access, CodeBatchStore batches)
{
    public async Task<Result<ListCodeBatchesResponse>> Handle(ListCodeBatchesRequest request, CancellationToken cancellationToken)
    {
        var fields = new Fields();
        var page = PageRequest.Read(fields, request.PageSize, request.PageToken);
        if (fields.Error is { } error)
        {
            return error;
        }

        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var subBudget, out var refusal))
        {
            return refusal;
        }

        var found = await batches.ListAsync(subBudget.Id, page, cancellationToken);
        var response = new ListCodeBatchesResponse { NextPageToken = found.NextToken };
        response.CodeBatches.AddRange(found.Rows.Select(batch => batch.ToMessage()));
        return response;
    }
}
