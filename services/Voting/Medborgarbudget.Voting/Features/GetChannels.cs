using Google.Api;
using Medborgarbudget.Kernel;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetChannels(PublishedPaper published)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetChannelsRequest request, CancellationToken cancellationToken) =>
        (await published.FindAsync(request.SubBudgetId, cancellationToken)).Map(count => PublishedLog.Body(count.Channels!, "application/json"));
}
