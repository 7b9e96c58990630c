using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Medborgarbudget.Messaging.Tests.Hosts;

/// <summary>The broker seen from outside: puts any bytes into it and takes messages out of its queues.</summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private Wire(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<Wire> Open(Uri address)
    {
        var factory = new ConnectionFactory { Uri = address, AutomaticRecoveryEnabled = false };
        var connection = await factory.CreateConnectionAsync(Stop);
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        return new Wire(connection, await connection.CreateChannelAsync(confirms, Stop));
    }

    /// <summary>The service's consumer is at its queue, and so the queue is bound to what it consumes.</summary>
    public static async Task<bool> IsBound(Uri address, string service)
    {
        await using var wire = await Open(address);
        try
        {
            return (await wire._channel.QueueDeclarePassiveAsync($"medborgarbudget.{service}", Stop)).ConsumerCount > 0;
        }
        catch (OperationInterruptedException)
        {
            return false;
        }
    }

    public async Task Put(string queue, byte[] body) =>
        await _channel.BasicPublishAsync("", queue, mandatory: true, new BasicProperties { Persistent = true }, body, Stop);

    public async Task<byte[]?> Take(string queue) =>
        await _channel.BasicGetAsync(queue, autoAck: true, Stop) is { } message ? message.Body.ToArray() : null;

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
