using Medborgarbudget.Contracts.Events;

namespace Medborgarbudget.Messaging.Inbox;

/// <summary>
/// What a service does when something has happened elsewhere. It changes the service's database and does not save: inbox row, changes and
/// outgoing events are committed together by the dispatcher. A message may come again, late, or before an older one.
/// </summary>
public interface IConsumer<in TEvent>
    where TEvent : IIntegrationEvent
{
    Task HandleAsync(TEvent happened, CancellationToken cancellationToken);
}
