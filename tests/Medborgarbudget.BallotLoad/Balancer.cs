namespace Medborgarbudget.BallotLoad;

/// <summary>Sends ballots only to gateways that say that they are ready, as a load balancer does: it looks many times a second.</summary>
public sealed class Balancer : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _end = new();
    private readonly BallotCluster _cluster;
    private readonly Task _looking;

    public Balancer(BallotCluster cluster)
    {
        _cluster = cluster;
        _looking = LookAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _looking;
        _end.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var ready = await Task.WhenAll(_cluster.Addresses.Select((_, copy) => _cluster.IsGatewayReadyAsync(copy, _end.Token)));
            _cluster.Serving = [.. _cluster.Addresses.Where((_, copy) => ready[copy])];
            await Task.Delay(Look, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
