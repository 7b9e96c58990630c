using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Closing;

/// <summary>Forgets who has looked at the own ballot, when it can be shown no more. Several instances may do it at once.</summary>
internal sealed class CastcheckSweep(IServiceScopeFactory scopes, TimeProvider clock, ILogger<CastcheckSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Tick, clock, stoppingToken);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<CastcheckStore>().RemoveAsync(Castcheck.LastHourOver(clock.GetUtcNow()), stoppingToken);
            }
            catch (Exception exception) when (Outage.Is(exception))
            {
                logger.LogWarning(exception, "Old counts of shown ballots cannot be removed now; trying again");
            }
        }
    }
}
