using Medborgarbudget.Messaging.Inbox;
using RabbitMQ.Client;

namespace Medborgarbudget.Messaging.Transport.RabbitMq;

/// <summary>Publishes with confirms. A message that no queue takes is returned and stays in the outbox: its consumer has not been deployed yet.</summary>
internal sealed class RabbitMqTransport(RabbitMqConnection connection, ConsumerDispatcher dispatcher) : ITransport, IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IChannel? _channel;

    public async Task<TimeSpan?> PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var channel = await GetChannel(cancellationToken);
            await SendAsync(channel, RabbitMqTopology.Events, envelope.Type, envelope, cancellationToken);
            return null;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sends one envelope persistently and returns when the broker has confirmed it.</summary>
    public static ValueTask SendAsync(
        IChannel channel, string exchange, string routingKey, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties
        {
            MessageId = envelope.Id.ToString(),
            Type = envelope.Type,
            ContentType = "application/json",
            Persistent = true,
        };
        return channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, envelope.ToBytes(), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<IChannel> GetChannel(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true })
        {
            return _channel;
        }

        if (_channel is not null)
        {
            await _channel.DisposeAsync();
        }

        _channel = await connection.OpenChannelAsync(cancellationToken);
        await RabbitMqTopology.DeclareAsync(_channel, connection.Service, dispatcher.EventTypes, cancellationToken);
        return _channel;
    }
}
