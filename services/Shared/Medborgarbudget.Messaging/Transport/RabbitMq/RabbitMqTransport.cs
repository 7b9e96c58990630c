using Medborgarbudget.Messaging.Inbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Medborgarbudget.Messaging.Transport.RabbitMq;

/// <summary>Publishes with confirms. A message that no queue takes is returned and stays in the outbox: its consumer has not been deployed yet.</summary>
internal sealed class RabbitMqTransport(RabbitMqConnection connection, ConsumerDispatcher dispatcher, ILogger<RabbitMqTransport> logger)
    : ITransport, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private IChannel? _channel;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var channel = await connection.OpenChannelAsync(deliveriesAtOnce: 1, cancellationToken);
        await RabbitMqTopology.DeclareAsync(channel, connection.Service, dispatcher.EventTypes, cancellationToken);
    }

    public async Task<TimeSpan?> PublishAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // A frozen broker breaks no connection: without a limit the confirm is awaited for as long as it is frozen.
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            var channel = await GetChannel(limit.Token);
            await SendAsync(channel, RabbitMqTopology.Events, envelope.Type, envelope, limit.Token).AsTask().WaitAsync(limit.Token);
            return null;
        }
        catch (Exception exception) when (exception is not PublishException && !cancellationToken.IsCancellationRequested)
        {
            await Forget();
            throw new TransportAwayException(exception);
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
        await Forget();
        _gate.Dispose();
    }

    private async Task Forget()
    {
        var channel = _channel;
        _channel = null;
        if (channel is null)
        {
            return;
        }

        // Closing takes as long as a silent broker is silent, and the relay holds its rows meanwhile: it may end by itself.
        try
        {
            await channel.DisposeAsync().AsTask().WaitAsync(CloseWithin);
        }
        catch (Exception exception)
        {
            logger.LogDebug(exception, "A channel was left without a goodbye");
        }
    }

    private async Task<IChannel> GetChannel(CancellationToken cancellationToken)
    {
        if (_channel is { IsOpen: true })
        {
            return _channel;
        }

        await Forget();
        _channel = await connection.OpenChannelAsync(deliveriesAtOnce: 1, cancellationToken).WaitAsync(cancellationToken);
        await RabbitMqTopology.DeclareAsync(_channel, connection.Service, dispatcher.EventTypes, cancellationToken);
        return _channel;
    }
}
