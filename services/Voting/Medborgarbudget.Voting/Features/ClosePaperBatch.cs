using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class ClosePaperBatch(PaperAccess access, PaperStore papers)
{
    public async Task<Result<V1.PaperBatch>> HandleAsync(V1.ClosePaperBatchRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.PaperBatchId, cancellationToken);
        if (!entered.Succeeded(out var row, out var error))
        {
            return error;
        }

        var cards = await papers.CountCardsAsync(row.Id, cancellationToken);
        if (!row.ToBatch().Close(cards).Succeeded(out var batch, out error))
        {
            return error;
        }

        row.Take(batch);
        return (await papers.SaveAsync(cancellationToken)).Map(_ => row.ToMessage(cards));
    }
}
