using Medborgarbudget.Decisions.Storage;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Decisions.Features;

/// <summary>
/// Tells others of legal force on the day on which a decision can have it. Every replica does it: the first that saves tells, what the others
/// wanted to tell is dropped with their save.
/// </summary>
internal sealed class LegalForceClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<LegalForceClock> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<CaseStore>().TellLegalForce(SwedishDay.Of(clock.GetUtcNow()), stoppingToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                logger.LogDebug("Another replica tells of legal force");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "Legal force could not be told; trying again");
            }
        }
    }
}
