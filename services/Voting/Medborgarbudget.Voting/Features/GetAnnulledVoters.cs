using Google.Api;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Counting;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Features;

/// <summary>Gives an auditor the pseudonyms of those whose ballot in the box is annulled, where the published result has paper.</summary>
internal sealed class GetAnnulledVoters(ObjectAccess access, PublishedPaper published, PaperFiles files)
{
    public async Task<Result<HttpBody>> HandleAsync(V1.GetAnnulledVotersRequest request, CancellationToken cancellationToken)
    {
        if (!(await access.EnterAsync(request.SubBudgetId, cancellationToken)).Succeeded(out _, out var error)
            || !(await published.FindAsync(request.SubBudgetId, cancellationToken)).Succeeded(out var count, out error))
        {
            return error;
        }

        return PublishedLog.Body(await files.AnnulledAsync(count.Round, cancellationToken), "application/octet-stream");
    }
}
