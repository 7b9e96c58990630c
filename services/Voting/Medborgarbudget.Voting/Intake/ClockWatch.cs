using Medborgarbudget.Voting.Box;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Holds this instance's clock against the store's, at the start and again and again. While it is off no ballot is taken: the instance would open
/// and close votes, and read tokens, at another time than the others.
/// </summary>
internal sealed class ClockWatch(IntakeGate gate, StoreClock store, IOptions<VotingOptions> options, ILogger<ClockWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.MostClockDriftSeconds == 0)
        {
            gate.SetClock(null);
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(await LookAsync() ? Interval : Retry, stoppingToken);
        }
    }

    /// <summary>False when the store did not say what time it is; then what was known before holds.</summary>
    private async Task<bool> LookAsync()
    {
        try
        {
            var drift = await store.MeasureAsync();
            var isOff = drift.IsBeyond(TimeSpan.FromSeconds(options.Value.MostClockDriftSeconds));
            gate.SetClock(isOff ? "The clock is not that of the store." : null);
            if (isOff)
            {
                logger.LogError("The clock is {Seconds:F1} s ahead of the store's; no ballot is taken in", drift.Ahead.TotalSeconds);
            }

            return true;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning("The store does not say what time it is ({Problem})", exception.GetType().Name);
            return false;
        }
    }
}
