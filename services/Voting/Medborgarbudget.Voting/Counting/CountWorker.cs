using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>
/// Runs started counts one after another. A count belongs to the instance that holds its lease; stopping gives the lease back, a crash lets it
/// run out, and the count begins anew: it changes nothing until it is finished.
/// </summary>
internal sealed class CountWorker(IServiceScopeFactory scopes, CountSignal signal, TimeProvider clock, ILogger<CountWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (!await RunOneAsync(stoppingToken))
            {
                await signal.WaitAsync(Look, stoppingToken);
            }
        }
    }

    private async Task<bool> RunOneAsync(CancellationToken stoppingToken)
    {
        CountRow? work = null;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var now = clock.GetUtcNow();
            work = await scope.ServiceProvider.GetRequiredService<CountStore>().TakeWorkAsync(now, now + Lease, stoppingToken);
            if (work is not null)
            {
                await CountAsync(work, stoppingToken);
            }

            return work is not null;
        }
        catch (OperationCanceledException) when (work is not null && stoppingToken.IsCancellationRequested)
        {
            await ReportAsync(work, 0, null);
            throw;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "Counting is broken off and taken up again");
            return false;
        }
    }

    private async Task CountAsync(CountRow work, CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var reported = clock.GetTimestamp();
        var run = scope.ServiceProvider.GetRequiredService<CountRun>();
        var list = await run.RunAsync(work, ProgressAsync, stoppingToken);
        await scope.ServiceProvider.GetRequiredService<CountStore>().FinishAsync(work, list, stoppingToken);
        logger.LogInformation("Count {Count} of round {Round} is {State}: {Ballots} ballots", work.Id, work.Round, work.State, work.BallotsRead);

        async ValueTask ProgressAsync(long read)
        {
            if (clock.GetElapsedTime(reported) >= ReportEvery)
            {
                reported = clock.GetTimestamp();
                await ReportAsync(work, read, clock.GetUtcNow() + Lease);
            }
        }
    }

    /// <summary>Through a connection of its own: the one that reads the ledger is busy with its stream.</summary>
    private async Task ReportAsync(CountRow work, long read, DateTimeOffset? leaseUntil)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<CountStore>().ReportAsync(work.Id, read, leaseUntil, CancellationToken.None);
    }
}
