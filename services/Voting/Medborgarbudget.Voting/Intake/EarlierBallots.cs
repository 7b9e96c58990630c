using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Looks for the ballot of a key that is not the voter's last. What the ledger does not know of, another instance may have left in the tail when it ended; it
/// is brought to the ledger first, so that the answer holds.
/// </summary>
internal sealed class EarlierBallots(Reconciler reconciler, IServiceScopeFactory scopes)
{
    /// <summary>Null when nobody has cast with the key.</summary>
    public async Task<LedgerEntry?> FindAsync(CastWork work, CancellationToken cancellationToken)
    {
        if (await FindInLedgerAsync(work, cancellationToken) is { } known)
        {
            return known;
        }

        await reconciler.SettleTailAsync(work.Round, work.Shard, cancellationToken);
        return await FindInLedgerAsync(work, cancellationToken);
    }

    private async Task<LedgerEntry?> FindInLedgerAsync(CastWork work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<LedgerReader>()
            .FindByKeyAsync(work.Round.Number, work.Casting.Voter, work.Casting.Mark.KeyHash, cancellationToken);
    }
}
