using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Before anything is taken in: what the acknowledgement level relies on is read, and store and ledger are brought to agreement.</summary>
internal sealed class BallotBoxOpening(
    IntakeGate gate,
    BallotStore store,
    ILedger ledger,
    Reconciler reconciler,
    LogKeys keys,
    IServiceScopeFactory scopes,
    IOptions<VotingOptions> options,
    ILogger<BallotBoxOpening> logger) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? trouble;
        while ((trouble = await OpenAsync(stoppingToken)) is not null)
        {
            gate.SetBox(trouble);
            logger.LogWarning("No ballot is taken in: {Trouble}", trouble);
            await Task.Delay(Retry, stoppingToken);
        }

        gate.SetBox(null);
        logger.LogInformation("Store and ledger agree; acknowledgement level {Level}", options.Value.Level.Name());
    }

    private async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            var weakness = await store.FindWeaknessAsync(options.Value.Level)
                ?? await ledger.FindWeaknessAsync(options.Value.Level, cancellationToken);
            if (weakness is not null)
            {
                return weakness;
            }

            await using var scope = scopes.CreateAsyncScope();
            foreach (var (round, _) in await scope.ServiceProvider.GetRequiredService<RoundStore>().ListVotingAsync(cancellationToken))
            {
                var manifest = Manifest.Read(round.Manifest);
                if (manifest.IsSigned && keys.Find(manifest) is null)
                {
                    return "The key file does not hold the key that a manifest names.";
                }

                if (manifest.IsSigned && !await scope.ServiceProvider.GetRequiredService<LogStore>().IsWholeAsync(round.Number, cancellationToken))
                {
                    return "The log of a vote cannot be read.";
                }

                await reconciler.ReconcileAsync(round.ToKey(manifest), mustRebuild: false, cancellationToken);
            }

            return null;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "Store and ledger cannot be compared");
            return "Store or ledger does not answer.";
        }
    }
}
