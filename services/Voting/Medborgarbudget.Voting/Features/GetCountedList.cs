using Google.Api;
using Google.Protobuf;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetCountedList(CountStore counts)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetCountedListRequest request, CancellationToken cancellationToken)
    {
        if (await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) is not { } row
            || await counts.FindCountedListAsync(row.Id, cancellationToken) is not { } content)
        {
            return VotingErrors.ResultMissing;
        }

        return new HttpBody { ContentType = "text/plain; charset=utf-8", Data = UnsafeByteOperations.UnsafeWrap(content) };
    }
}
