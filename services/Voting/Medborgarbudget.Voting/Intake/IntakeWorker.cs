using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Gathers what waits, up to a batch, without waiting for more, and runs it; a few batches at a time.</summary>
internal sealed class IntakeWorker(IntakeQueue queue, IServiceProvider services, IOptions<VotingOptions> options) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Workers).Select(worker => WorkAsync(queue.Waiting(worker), stoppingToken)));

    private async Task WorkAsync(ChannelReader<CastWork> waiting, CancellationToken stoppingToken)
    {
        var batch = ActivatorUtilities.CreateInstance<IntakeBatch>(services);
        var gathered = new List<CastWork>(options.Value.BatchSize);
        while (await SomethingWaitsAsync(batch, waiting, stoppingToken))
        {
            gathered.Clear();
            while (gathered.Count < options.Value.BatchSize && waiting.TryRead(out var work))
            {
                gathered.Add(work);
            }

            await batch.RunAsync(gathered, stoppingToken);
        }
    }

    /// <summary>Returns when ballots wait; until then what the ledger has not taken is offered to it again and again.</summary>
    private static async Task<bool> SomethingWaitsAsync(IntakeBatch batch, ChannelReader<CastWork> waiting, CancellationToken stoppingToken)
    {
        while (batch.HasUnsettled && !await batch.SettleAsync(stoppingToken))
        {
            await Task.Delay(Retry, stoppingToken);
            if (waiting.TryPeek(out _))
            {
                return true;
            }
        }

        return await waiting.WaitToReadAsync(stoppingToken);
    }
}
