using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class ListPaperBatches(ObjectAccess access, PaperStore papers)
{
    public async Task<Result<V1.ListPaperBatchesResponse>> HandleAsync(V1.ListPaperBatchesRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out var subBudget, out var error))
        {
            return error;
        }

        var response = new V1.ListPaperBatchesResponse();
        foreach (var row in await papers.ListBatchesAsync(subBudget.Id, cancellationToken))
        {
            response.PaperBatches.Add(row.ToMessage(await papers.CountCardsAsync(row.Id, cancellationToken)));
        }

        return response;
    }
}
