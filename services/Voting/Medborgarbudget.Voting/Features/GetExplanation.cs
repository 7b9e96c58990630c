using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetExplanation(CountStore counts)
{
    public async Task<Result<V1.Explanation>> HandleAsync(V1.GetExplanationRequest request, CancellationToken cancellationToken)
    {
        if (await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) is not { } row)
        {
            return VotingErrors.ResultMissing;
        }

        return await counts.FindExplanationAsync(row.Id, cancellationToken) is { } content
            ? V1.Explanation.Parser.ParseFrom(content)
            : VotingErrors.ExplanationPending;
    }
}
