namespace Medborgarbudget.Messaging.Transport;

/// <summary>Takes events over from the outbox: RabbitMQ, or the other services of the same process.</summary>
internal interface ITransport
{
    /// <summary>Makes the places where the service's events wait for it; what is published before is not kept for it.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Hands the event over. Null: it is safe with the transport. A time span: some consumer wants it again after that long.
    /// <see cref="TransportAwayException"/>: no event can be handed over at present. Another exception: this one was not taken over.
    /// </summary>
    Task<TimeSpan?> PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken);
}

/// <summary>The transport does not answer, whatever it is given.</summary>
internal sealed class TransportAwayException(Exception cause) : Exception($"{cause.GetType().Name}: {cause.Message}", cause);
