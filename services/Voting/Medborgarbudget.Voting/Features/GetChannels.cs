using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetChannels(CountStore counts)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetChannelsRequest request, CancellationToken cancellationToken) =>
        await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) switch
        {
            { Channels: { } channels } => PublishedLog.Body(channels, "application/json"),
            null => VotingErrors.ResultMissing,
            _ => VotingErrors.NoPaper,
        };
}
