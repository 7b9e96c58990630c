namespace Medborgarbudget.Messaging.Transport;

/// <summary>Takes events over from the outbox: RabbitMQ, or the other services of the same process.</summary>
internal interface ITransport
{
    /// <summary>
    /// Hands the event over. Null: it is safe with the transport. A time span: some consumer wants it again after that long.
    /// An exception: it was not taken over.
    /// </summary>
    Task<TimeSpan?> PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken);
}
