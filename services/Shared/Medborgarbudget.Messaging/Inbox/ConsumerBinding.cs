using System.Text.Json;
using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Messaging.Inbox;

/// <summary>One consumer of one type of event.</summary>
/// <param name="EventType">Wire name.</param>
/// <param name="Consumer">Name in the inbox; stays the same when the class moves.</param>
/// <param name="Handle">Reads the event of the message and handles it with services of the given scope.</param>
internal sealed record ConsumerBinding(
    string EventType, string Consumer, Func<IServiceProvider, EventEnvelope, CancellationToken, Task> Handle)
{
    public static ConsumerBinding Of<TConsumer, TEvent>()
        where TConsumer : class, IConsumer<TEvent>
        where TEvent : IIntegrationEvent =>
        new(TEvent.Type, typeof(TConsumer).Name, (provider, envelope, cancellationToken) =>
        {
            var happened = envelope.Data.Deserialize<TEvent>(EventJson.Options) ?? throw new JsonException("The event is null.");
            provider.GetRequiredService<Delivery>().Envelope = envelope;
            return provider.GetRequiredService<TConsumer>().HandleAsync(happened, cancellationToken);
        });
}
