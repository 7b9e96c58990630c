using Medborgarbudget.Budgets.Storage;

namespace Medborgarbudget.Budgets.Features;

/// <summary>
/// Moves sub-budgets on whose intake or voting window is over, when their guards hold: the clock is one of those who may. Where a guard
/// is open it tries again; nothing passes silently on a date.
/// </summary>
internal sealed class PhaseClock(IServiceScopeFactory scopes, Guards guards, TimeProvider clock, ILogger<PhaseClock> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);
    private static readonly Phase[] MovedByTime = [Phase.IdeaIntake, Phase.Voting];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await MoveAll(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                logger.LogError(exception, "The clock could not move sub-budgets; trying again");
            }
        }
    }

    private async Task MoveAll(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var subBudgets = scope.ServiceProvider.GetRequiredService<SubBudgetStore>();
        foreach (var subBudget in await subBudgets.WithWindowOver(MovedByTime, clock.GetUtcNow(), cancellationToken))
        {
            var next = Phases.Next(subBudget.Phase)!.Value;
            if (AdvancePhase.Open(await guards.Ask(subBudget, next, cancellationToken)) is null)
            {
                // Somebody else may have moved it meanwhile; then the save is stale and nothing is left to do.
                await subBudgets.Save(subBudget.Entered(next), new Act("", "", null), cancellationToken);
            }
        }
    }
}
