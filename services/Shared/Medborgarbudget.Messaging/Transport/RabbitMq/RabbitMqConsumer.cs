using System.Text.Json;
using Medborgarbudget.Messaging.Inbox;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Medborgarbudget.Messaging.Transport.RabbitMq;

/// <summary>
/// Takes the service's events from its queue. A message is acknowledged when its transaction has committed, when it waits in a delay
/// queue, or when it lies among the dead letters; never before. Several are handled at once, so that a slow one holds nothing up.
/// </summary>
internal sealed class RabbitMqConsumer(RabbitMqConnection connection, ConsumerDispatcher dispatcher, ILogger<RabbitMqConsumer> logger) : BackgroundService
{
    private const ushort AtOnce = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenNothingWorks = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Consume(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                logger.LogWarning("The broker does not answer ({Reason}); trying again", exception.Message);
            }

            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Consume(CancellationToken stoppingToken)
    {
        await using var channel = await connection.OpenChannelAsync(AtOnce, stoppingToken);
        await RabbitMqTopology.DeclareAsync(channel, connection.Service, dispatcher.EventTypes, stoppingToken);
        await channel.BasicQosAsync(0, prefetchCount: 32, global: false, stoppingToken);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        channel.ChannelShutdownAsync += (_, _) =>
        {
            lost.TrySetResult();
            return Task.CompletedTask;
        };
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            try
            {
                await Receive(channel, delivery, stoppingToken);
            }
            catch (Exception exception)
            {
                // The client would swallow it and the message lie unanswered for ever; on a new channel it is delivered again.
                lost.TrySetException(exception);
            }
        };
        await channel.BasicConsumeAsync(RabbitMqTopology.QueueOf(connection.Service), autoAck: false, consumer, stoppingToken);
        await lost.Task.WaitAsync(stoppingToken);
    }

    private async Task Receive(IChannel channel, BasicDeliverEventArgs delivery, CancellationToken stoppingToken)
    {
        EventEnvelope envelope;
        try
        {
            envelope = EventEnvelope.FromBytes(delivery.Body.Span);
        }
        catch (JsonException)
        {
            // Not an envelope: it can have no inbox row and no dead-letter row, so it goes to the broker's queue of the dead.
            logger.LogError("A message that is not an event goes to the dead ({Type})", delivery.BasicProperties.Type);
            await channel.BasicRejectAsync(delivery.DeliveryTag, requeue: false, stoppingToken);
            return;
        }

        if (await DeliverAsync(envelope, stoppingToken) is { } delay)
        {
            var queue = RabbitMqTopology.DelayQueueOf(connection.Service, delay);
            await RabbitMqTransport.SendAsync(channel, "", queue, envelope, stoppingToken);
        }

        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, stoppingToken);
    }

    private async Task<TimeSpan?> DeliverAsync(EventEnvelope envelope, CancellationToken stoppingToken)
    {
        try
        {
            return await dispatcher.DeliverAsync(envelope, stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Not even the failure could be written down: the database is away, and the message waits without being counted.
            logger.LogWarning(exception, "{Type} {MessageId} waits: its failure could not be recorded", envelope.Type, envelope.Id);
            return WhenNothingWorks;
        }
    }
}
