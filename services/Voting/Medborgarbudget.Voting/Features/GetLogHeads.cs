using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetLogHeads(PublishedLog log, LogStore store)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetLogHeadsRequest request, CancellationToken cancellationToken) =>
        await log.FindAsync(request.SubBudgetId, cancellationToken) is { } row
            ? PublishedLog.Body(await store.ReadHeadsAsync(row.Number, cancellationToken), "application/jsonl")
            : VotingErrors.LogMissing;
}
