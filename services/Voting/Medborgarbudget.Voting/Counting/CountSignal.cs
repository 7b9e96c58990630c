namespace Medborgarbudget.Voting.Counting;

/// <summary>Wakes the count worker of this process; another process finds the count by looking.</summary>
internal sealed class CountSignal : IDisposable
{
    private readonly SemaphoreSlim _started = new(0);

    public void Set() => _started.Release();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _started.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _started.Dispose();
}
