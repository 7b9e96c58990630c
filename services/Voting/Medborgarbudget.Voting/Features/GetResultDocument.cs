using Google.Api;
using Google.Protobuf;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetResultDocument(CountStore counts)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetResultDocumentRequest request, CancellationToken cancellationToken)
    {
        if (await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) is not { Document: { } document })
        {
            return VotingErrors.ResultMissing;
        }

        return new HttpBody { ContentType = "application/json", Data = UnsafeByteOperations.UnsafeWrap(document) };
    }
}
