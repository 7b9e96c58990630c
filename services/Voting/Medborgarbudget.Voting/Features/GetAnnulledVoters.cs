using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Counting;
using Medborgarbudget.Voting.Storage;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Gives an auditor the pseudonyms of those whose ballot in the box is annulled, where the published result has paper.</summary>
internal sealed class GetAnnulledVoters(ObjectAccess access, CountStore counts, PaperFiles files)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetAnnulledVotersRequest request, CancellationToken cancellationToken)
    {
        var entered = await access.EnterAsync(request.SubBudgetId, cancellationToken);
        if (!entered.Succeeded(out _, out var error))
        {
            return error;
        }

        return await counts.FindPublishedAsync(request.SubBudgetId, cancellationToken) switch
        {
            { Channels: not null } count => PublishedLog.Body(await files.AnnulledAsync(count.Round, cancellationToken), "application/octet-stream"),
            null => VotingErrors.ResultMissing,
            _ => VotingErrors.NoPaper,
        };
    }
}
