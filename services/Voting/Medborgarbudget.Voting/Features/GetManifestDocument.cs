using Google.Api;
using Medborgarbudget.Kernel;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetManifestDocument(PublishedLog log)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetManifestDocumentRequest request, CancellationToken cancellationToken) =>
        await log.FindAsync(request.SubBudgetId, cancellationToken) is { } row
            ? PublishedLog.Body(row.Manifest, "application/json")
            : VotingErrors.ManifestMissing;
}
