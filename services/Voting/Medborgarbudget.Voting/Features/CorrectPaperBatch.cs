using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Grpc;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class CorrectPaperBatch(PaperAccess access, PaperStore papers)
{
    public async Task<Result<V1.PaperBatch>> HandleAsync(V1.CorrectPaperBatchRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.PaperBatchId, cancellationToken);
        if (!entered.Succeeded(out var row, out var error))
        {
            return error;
        }

        var fields = new Fields();
        var numbers = request.Numbers.Read(fields);
        if (!fields.Give(() => numbers).Then(row.ToBatch().Correct).Succeeded(out var batch, out error))
        {
            return error;
        }

        row.Take(batch);
        var cards = await papers.CountCardsAsync(row.Id, cancellationToken);
        return (await papers.SaveAsync(cancellationToken)).Map(_ => row.ToMessage(cards));
    }
}
