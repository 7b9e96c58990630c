using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Log;

/// <summary>Makes tree heads while ballots come in, well within the 60 seconds that are promised, and ends the logs of closed rounds.</summary>
internal sealed class LogWriter(
    LogSignal signal, LogGaps gaps, IServiceScopeFactory scopes, IOptions<VotingOptions> options, TimeProvider clock, ILogger<LogWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isKnown = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // What an instance that died had taken in is not known here: every unfinished log is looked at once.
                isKnown = isKnown || await NoteUnfinishedAsync(stoppingToken);
                await gaps.FillOldAsync(stoppingToken);
                await AdvanceAsync(stoppingToken);
            }
            catch (Exception exception) when (Outage.Is(exception))
            {
                logger.LogWarning(exception, "The ballot log cannot be written now; trying again");
            }

            await Task.Delay(TimeSpan.FromSeconds(options.Value.LogIntervalSeconds), clock, stoppingToken);
        }
    }

    private async Task<bool> NoteUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        foreach (var round in await scope.ServiceProvider.GetRequiredService<RoundStore>().ListUnfinishedLogsAsync(cancellationToken))
        {
            signal.Grown(round);
        }

        return true;
    }

    private async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        foreach (var round in signal.Take())
        {
            if (!await TryAdvanceAsync(round, cancellationToken))
            {
                signal.Grown(round);
            }
        }
    }

    /// <summary>A fault in one log stops neither the others nor the service that takes ballots.</summary>
    private async Task<bool> TryAdvanceAsync(int round, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<BallotLog>().AdvanceAsync(round, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(exception, "The log of round {Round} cannot go on now; trying again", round);
            return false;
        }
    }
}
