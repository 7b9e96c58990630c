using System.Text;
using RabbitMQ.Client;

namespace Medborgarbudget.Messaging.Tests.RealServers;

/// <summary>A quorum queue written with tracked confirms: a plain durable use of a broker.</summary>
internal static class Ballots
{
    private const string Queue = "ballots";
    private static readonly Dictionary<string, object?> Quorum = new() { ["x-queue-type"] = "quorum" };

    internal static Task<IConnection> ConnectAsync(Uri address, CancellationToken cancellationToken) =>
        new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false }
            .CreateConnectionAsync(cancellationToken);

    internal static async Task<IChannel> ChannelAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var confirms = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var channel = await connection.CreateChannelAsync(confirms, cancellationToken);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, Quorum, cancellationToken: cancellationToken);
        return channel;
    }

    /// <summary>Returns when the broker has confirmed the message; throws when it refuses or cannot route it.</summary>
    internal static ValueTask PublishAsync(IChannel channel, string text, CancellationToken cancellationToken) =>
        channel.BasicPublishAsync("", Queue, mandatory: true, Encoding.UTF8.GetBytes(text), cancellationToken);

    internal static async Task<string?> TakeAsync(IChannel channel, CancellationToken cancellationToken) =>
        await channel.BasicGetAsync(Queue, autoAck: true, cancellationToken) is { } message
            ? Encoding.UTF8.GetString(message.Body.Span)
            : null;
}
