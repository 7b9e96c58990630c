using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.OpenId;

/// <summary>Deletes used and expired codes and refresh tokens, once an hour.</summary>
internal sealed class TokenPruner(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TokenPruner> logger) : BackgroundService
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
                await using var scope = scopes.CreateAsyncScope();
                var manager = scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>();
                await manager.PruneAsync(clock.GetUtcNow() - KeptAtLeast, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The next round tries again; signing in does not depend on it.
                logger.LogWarning(exception, "Old tokens were not deleted");
            }
        }
    }
}
