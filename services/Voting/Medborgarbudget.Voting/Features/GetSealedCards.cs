using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Counting;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Gives an auditor the paper cards, where the published result has any.</summary>
internal sealed class GetSealedCards(ObjectAccess access, PublishedPaper published, PaperFiles files)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetSealedCardsRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out _, out var error)
            || !(await published.FindAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var count, out error))
        {
            return error;
        }

        return PublishedLog.Body(await files.CardsAsync(count.Round, cancellationToken), "application/octet-stream");
    }
}
