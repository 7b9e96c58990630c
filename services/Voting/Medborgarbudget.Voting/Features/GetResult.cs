using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

internal sealed class GetResult(CountStore counts)
{
    public async Task<Result<V1.Result>> HandleAsync(V1.GetResultRequest request, CancellationToken cancellationToken)
    {
        if (await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) is not { Result: { } content } row)
        {
            return VotingErrors.ResultMissing;
        }

        var result = V1.Result.Parser.ParseFrom(content);
        result.Certified = row.State == CountState.Certified;
        if (!result.Certified)
        {
            // Nobody should argue about another rule while the outcome by the chosen one can still change.
            result.MostVotesFirst = null;
        }

        result.PublishedAt = row.PublishedAt!.Value.ToTimestamp();
        return result;
    }
}
