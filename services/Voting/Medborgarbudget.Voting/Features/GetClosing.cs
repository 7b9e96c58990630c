using Google.Api;
using Medborgarbudget.Kernel;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetClosing(PublishedLog log)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetClosingRequest request, CancellationToken cancellationToken) =>
        await log.FindAsync(request.SubBudgetId, cancellationToken) is { Closing: { } closing }
            ? PublishedLog.Body(closing, "application/json")
            : VotingErrors.LogMissing;
}
