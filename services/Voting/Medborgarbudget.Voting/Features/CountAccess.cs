using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Features;

/// <summary>Finds the count of a request and checks that the caller may act in its organisation.</summary>
internal sealed class CountAccess(CountStore counts, ObjectAccess access)
{
    /// <summary>Errors: count_missing, request.forbidden.</summary>
    public async Task<Result<(CountRow Row, SubBudget SubBudget)>> EnterAsync(string countId, CancellationToken cancellationToken)
    {
        if (!Id.TryParse<CountId>(countId, out var id) || await counts.FindAsync(id, cancellationToken) is not { } row)
        {
            return VotingErrors.CountMissing;
        }

        return (await access.EnterAsync(row.SubBudgetId.ToString(), cancellationToken)).Map(subBudget => (row, subBudget));
    }
}
