using Medborgarbudget.Voting.Intake;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>
/// Runs started counts one after another, and makes the explanations of finished ones when no count waits. Either belongs to the instance
/// that holds its lease; stopping gives the lease back, a crash lets it run out, and the work begins anew: it changes nothing until it is
/// finished.
/// </summary>
internal sealed class CountWorker(IServiceScopeFactory scopes, CountSignal signal, TimeProvider clock, ILogger<CountWorker> logger) : BackgroundService
{
    private const string Fault = "A fault of the program ended it; the log says which.";
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
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var counts = scope.ServiceProvider.GetRequiredService<CountStore>();
            var now = clock.GetUtcNow();
            if (await counts.TakeWorkAsync(now, now + Lease, stoppingToken) is { } count)
            {
                await WatchAsync(count, stop => CountAsync(count, stop), stoppingToken);
                return true;
            }

            if (await counts.TakeUnexplainedAsync(now, now + Lease, stoppingToken) is { } finished)
            {
                await WatchAsync(finished, stop => ExplainAsync(finished, stop), stoppingToken);
                return true;
            }

            return false;
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            logger.LogWarning(exception, "Counting is broken off and taken up again");
            return false;
        }
    }

    /// <summary>Does the work on another thread, and meanwhile reports it, keeps its lease and looks whether it is cancelled.</summary>
    private async Task WatchAsync(CountRow work, Func<CancellationToken, Task> doIt, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var working = Task.Run(() => doIt(stop.Token), CancellationToken.None);
        try
        {
            while (await Task.WhenAny(working, Task.Delay(ReportEvery, clock, stop.Token)) != working && !stop.IsCancellationRequested)
            {
                if (!await ReportAsync(work, clock.GetUtcNow() + Lease))
                {
                    await stop.CancelAsync();
                }
            }

            await working;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await ReportAsync(work, null);
            stoppingToken.ThrowIfCancellationRequested();
            logger.LogInformation("Count {Count} is cancelled", work.Id);
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // Nobody reports a database that is away to the database: the work has to end before the next begins.
            await stop.CancelAsync();
            await working.ContinueWith(_ => { }, TaskScheduler.Default);
            throw;
        }
    }

    private async Task CountAsync(CountRow work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        byte[] list = [];
        try
        {
            list = await scope.ServiceProvider.GetRequiredService<CountRun>().RunAsync(work, cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            logger.LogError(exception, "Count {Count} failed", work.Id);
            (work.State, work.Failure) = (CountState.Failed, Fault);
        }

        await scope.ServiceProvider.GetRequiredService<CountStore>().FinishAsync(work, list, cancellationToken);
        logger.LogInformation("Count {Count} of round {Round} is {State}: {Ballots} ballots", work.Id, work.Round, work.State, work.BallotsRead);
    }

    private async Task ExplainAsync(CountRow work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        byte[]? explanation = null;
        try
        {
            explanation = await scope.ServiceProvider.GetRequiredService<ExplanationRun>().RunAsync(work, cancellationToken);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            logger.LogError(exception, "Count {Count} cannot be explained", work.Id);
            work.Failure = Fault;
        }

        await scope.ServiceProvider.GetRequiredService<CountStore>().ExplainAsync(work, explanation, clock.GetUtcNow(), cancellationToken);
        logger.LogInformation("Count {Count} is explained", work.Id);
    }

    /// <summary>A fault of the program ends one count, never the service that takes the ballots of others.</summary>
    private static bool IsFault(Exception exception) => exception is not OperationCanceledException && !Outage.Is(exception);

    /// <summary>Through a connection of its own: the one that reads the ledger is busy with its stream.</summary>
    private async Task<bool> ReportAsync(CountRow work, DateTimeOffset? leaseUntil)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<CountStore>().ReportAsync(work, leaseUntil, CancellationToken.None);
    }
}
