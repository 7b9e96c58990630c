using System.Collections.Concurrent;
using Medborgarbudget.Messaging.Transport;

namespace Medborgarbudget.Messaging.Tests.Hosts;

/// <summary>The real transport, with a record of what it took over and a place to die between publishing and marking.</summary>
internal sealed class WatchedTransport(ITransport real) : ITransport
{
    public ConcurrentQueue<Guid> Published { get; } = new();

    public Func<CancellationToken, Task> Afterwards { get; set; } = _ => Task.CompletedTask;

    public Task PrepareAsync(CancellationToken cancellationToken) => real.PrepareAsync(cancellationToken);

    public async Task<TimeSpan?> PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var again = await real.PublishAsync(envelope, cancellationToken);
        Published.Enqueue(envelope.Id);
        await Afterwards(cancellationToken);
        return again;
    }
}
