using RabbitMQ.Client;

namespace Medborgarbudget.Messaging.Transport.RabbitMq;

/// <summary>
/// Exchange and queues: one topic exchange for all events, one quorum queue a service, and beside it delay queues whose messages fall
/// back into it, since a requeue is immediate. What crashes a consumer twenty times falls into the queue of the dead.
/// </summary>
internal static class RabbitMqTopology
{
    public const string Events = "medborgarbudget.events";

    private const string Dead = "medborgarbudget.dead";

    /// <summary>The delays a message can wait for, in seconds, rising.</summary>
    public static readonly IReadOnlyList<int> DelaySeconds = [1, 10, 60, 300];

    public static string QueueOf(string service) => $"medborgarbudget.{service}";

    public static string DelayQueueOf(string service, TimeSpan delay)
    {
        var seconds = DelaySeconds.FirstOrDefault(step => step >= delay.TotalSeconds, DelaySeconds[^1]);
        return $"{QueueOf(service)}.retry.{seconds}";
    }

    public static async Task DeclareAsync(IChannel channel, string service, IEnumerable<string> eventTypes, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(Events, ExchangeType.Topic, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(Dead, ExchangeType.Fanout, durable: true, cancellationToken: cancellationToken);
        await Queue(channel, Dead, [], cancellationToken);
        await channel.QueueBindAsync(Dead, Dead, "", cancellationToken: cancellationToken);
        var queue = QueueOf(service);
        await Queue(channel, queue, new() { ["x-dead-letter-exchange"] = Dead, ["x-delivery-limit"] = 20 }, cancellationToken);
        foreach (var type in eventTypes)
        {
            await channel.QueueBindAsync(queue, Events, type, cancellationToken: cancellationToken);
        }

        foreach (var seconds in DelaySeconds)
        {
            var back = new Dictionary<string, object?>
            {
                ["x-message-ttl"] = seconds * 1000,
                ["x-dead-letter-exchange"] = "",
                ["x-dead-letter-routing-key"] = queue,
            };
            await Queue(channel, DelayQueueOf(service, TimeSpan.FromSeconds(seconds)), back, cancellationToken);
        }
    }

    private static Task<QueueDeclareOk> Queue(IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken cancellationToken)
    {
        arguments["x-queue-type"] = "quorum";
        if (arguments.ContainsKey("x-dead-letter-exchange"))
        {
            arguments["x-dead-letter-strategy"] = "at-least-once";
            arguments["x-overflow"] = "reject-publish";
        }

        return channel.QueueDeclareAsync(name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);
    }
}
