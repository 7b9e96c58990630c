using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetPublishedFiles(CountStore counts)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetPublishedFilesRequest request, CancellationToken cancellationToken) =>
        await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) is { Files: { } files }
            ? PublishedLog.Body(files, "application/json")
            : VotingErrors.ResultMissing;
}
