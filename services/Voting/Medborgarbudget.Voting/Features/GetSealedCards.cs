using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Gives an auditor the paper cards, where the published result has any.</summary>
internal sealed class GetSealedCards(ObjectAccess access, CountStore counts, PaperFiles files)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetSealedCardsRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out _, out var error))
        {
            return error;
        }

        return await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) switch
        {
            { Channels: not null } count => PublishedLog.Body(await files.CardsAsync(count.Round, cancellationToken), "application/octet-stream"),
            null => VotingErrors.ResultMissing,
            _ => VotingErrors.NoPaper,
        };
    }
}
