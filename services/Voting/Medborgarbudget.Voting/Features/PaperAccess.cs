using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Features;

/// <summary>Finds the batch of a request and checks that the caller may act in its organisation.</summary>
internal sealed class PaperAccess(PaperStore papers, ObjectAccess access)
{
    /// <summary>Errors: batch_missing, request.forbidden.</summary>
    public async Task<Result<PaperBatchRow>> EnterAsync(string batchId, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<PaperBatchId>(batchId, out var id) || await papers.FindBatchAsync(id, cancellationToken) is not { } row)
        {
            return VotingErrors.BatchMissing;
        }

        return (await access.EnterAsync(row.SubBudgetId.ToString(), cancellationToken)).Map(_ => row);
    }
}
