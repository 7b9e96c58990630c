using System.Collections.Concurrent;

namespace Medborgarbudget.Messaging.Transport.InProcess;

/// <summary>
/// Connects the services that run in one process: each subscribes when it is mapped, before any of them starts. Nothing is stored here:
/// an event stays in its publisher's outbox until every subscriber's transaction has committed.
/// </summary>
public sealed class InProcessBroker
{
    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);

    internal void Subscribe(string service, Subscription subscription) => _subscriptions[service] = subscription;

    internal async Task<TimeSpan?> DeliverAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        TimeSpan? again = null;
        foreach (var subscription in _subscriptions.Values.Where(subscription => subscription.EventTypes.Contains(envelope.Type)))
        {
            var delay = await subscription.Deliver(envelope, cancellationToken);
            again = delay is null || again < delay ? again : delay;
        }

        return again;
    }

    internal sealed record Subscription(
        IReadOnlySet<string> EventTypes, Func<EventEnvelope, CancellationToken, Task<TimeSpan?>> Deliver);
}

/// <summary>Publishes to the other services of this process.</summary>
internal sealed class InProcessTransport(InProcessBroker broker) : ITransport
{
    /// <summary>Nothing to make: an event waits in its publisher's outbox.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<TimeSpan?> PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken) =>
        broker.DeliverAsync(envelope, cancellationToken);
}
