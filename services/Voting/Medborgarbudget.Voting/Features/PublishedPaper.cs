using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Features;

/// <summary>Finds the published count of a sub-budget where paper cards, or annulments for them, went into it.</summary>
internal sealed class PublishedPaper(CountStore counts)
{
    /// <summary>Errors: result_missing, no_paper.</summary>
    public async Task<Result<CountRow>> FindAsync(string subBudgetId, CancellationToken cancellationToken) =>
        await counts.FindPublishedAsync(subBudgetId, cancellationToken) switch
        {
            { Channels: not null } count => count,
            null => VotingErrors.ResultMissing,
            _ => VotingErrors.NoPaper,
        };
}
