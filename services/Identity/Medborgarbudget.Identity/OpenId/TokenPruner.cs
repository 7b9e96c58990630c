using Medborgarbudget.Identity.Storage;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>Forgets, once an hour, the codes and refresh tokens that are too old to be used anyway.</summary>
internal sealed class TokenPruner(SpentTokens spent, TimeProvider clock, ILogger<TokenPruner> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan KeptAtLeast = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await spent.PruneAsync(clock.GetUtcNow() - KeptAtLeast, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again; signing in does not depend on it.
                logger.LogWarning(exception, "Old tokens were not deleted");
            }
        }
    }
}
