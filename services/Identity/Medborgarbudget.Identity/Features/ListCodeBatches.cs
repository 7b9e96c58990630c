using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Features;

/// <summary>The batches of a sub-budget, by number. Never their codes.</summary>
internal sealed class ListCodeBatches(SubBudgetAccess access, CodeBatchStore batches)
{
    public async Task<Result<ListCodeBatchesResponse>> Handle(ListCodeBatchesRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterListAsync(request.SubBudgetId, request.PageSize, request.PageToken, cancellationToken)).Succeeded(out var asked, out var refusal))
        {
            return refusal;
        }

        var found = await batches.ListAsync(asked.SubBudget.Id, asked.Page, cancellationToken);
        var response = new ListCodeBatchesResponse { NextPageToken = found.NextToken };
        response.CodeBatches.AddRange(found.Rows.Select(batch => batch.ToMessage()));
        return response;
    }
}
