using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Closing;

/// <summary>Closes the rounds whose time is over, and those whose closing was broken off.</summary>
internal sealed class ClosingClock(IServiceScopeFactory scopes, TimeProvider clock, ILogger<ClosingClock> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Tick, clock, stoppingToken);
            try
            {
                await CloseDueAsync(stoppingToken);
            }
            catch (Exception exception) when (Outage.Is(exception))
            {
                logger.LogWarning(exception, "Rounds cannot be closed now; trying again");
            }
        }
    }

    private async Task CloseDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var (round, subBudget) in await scope.ServiceProvider.GetRequiredService<RoundStore>().ListVotingAsync(cancellationToken))
        {
            if (round.State == RoundState.Closing || subBudget.IsTimeOver(clock.GetUtcNow()))
            {
                await using var one = scopes.CreateAsyncScope();
                var closed = await one.ServiceProvider.GetRequiredService<RoundCloser>().CloseAsync(subBudget, cancellationToken);

                // Stale: a leader or another instance is closing it just now, and the next tick sees what became of it.
                if (closed.Error is { } error && error != GeneralErrors.Stale)
                {
                    logger.LogWarning("Round {Round} is not closed: {Code}", round.Number, error.Code);
                }
            }
        }
    }
}
