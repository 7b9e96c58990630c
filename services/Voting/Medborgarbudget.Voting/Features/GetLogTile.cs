using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Log;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetLogTile(PublishedLog log, LogStore store)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetLogTileRequest request, CancellationToken cancellationToken) =>
        await log.FindAsync(request.SubBudgetId, cancellationToken) is { } row
            && await store.FindTileAsync(row.Number, request.Level, request.Index, cancellationToken) is { } tile
            ? PublishedLog.Body(tile, "application/octet-stream")
            : VotingErrors.LogMissing;
}
