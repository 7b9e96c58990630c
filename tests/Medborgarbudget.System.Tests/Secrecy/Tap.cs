using System.Collections;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Medborgarbudget.Standalone;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>Everything that is written to Redis and carried by RabbitMQ from the moment it is opened, whatever is left of it later.</summary>
internal sealed class Tap : IAsyncDisposable
{
    private readonly TcpClient _redis = new();
    private readonly MemoryStream _commands = new();
    private readonly MemoryStream _messages = new();
    private readonly IConnection _rabbit;
    private readonly Task _monitoring;

    private Tap(IConnection rabbit, string redis)
    {
        _rabbit = rabbit;
        _monitoring = MonitorAsync(redis);
    }

    /// <summary>Commands with their keys and values, as Redis tells them.</summary>
    public byte[] Commands => Copy(_commands);

    /// <summary>Exchanges, routing keys, headers and bodies.</summary>
    public byte[] Messages => Copy(_messages);

    /// <param name="servers">Their RabbitMQ is traced.</param>
    public static async Task<Tap> OpenAsync(RealBackends servers, CancellationToken cancellationToken)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(servers.RabbitMq) }.CreateConnectionAsync(cancellationToken);
        var tap = new Tap(connection, servers.Redis);
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        var queue = (await channel.QueueDeclareAsync(cancellationToken: cancellationToken)).QueueName;
        await channel.QueueBindAsync(queue, "amq.rabbitmq.trace", "#", cancellationToken: cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            tap.Keep(message);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer, cancellationToken);
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        _redis.Dispose();
        await _monitoring;
        await _rabbit.DisposeAsync();
    }

    private void Keep(BasicDeliverEventArgs message)
    {
        var text = new StringBuilder(message.RoutingKey);
        Write(text, message.BasicProperties.Headers);
        lock (_messages)
        {
            _messages.Write(Encoding.UTF8.GetBytes(text.ToString()));
            _messages.Write(message.Body.Span);
            _messages.WriteByte((byte)'\n');
        }
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case byte[] bytes:
                text.Append(Encoding.UTF8.GetString(bytes)).Append(' ');
                break;
            case IDictionary<string, object?> table:
                foreach (var (key, inner) in table)
                {
                    text.Append(key).Append('=');
                    Write(text, inner);
                }

                break;
            case IList list:
                foreach (var item in list)
                {
                    Write(text, item);
                }

                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{value} ");
                break;
        }
    }

    private async Task MonitorAsync(string configuration)
    {
        var address = configuration.Split(',')[0].Split(':');
        var buffer = new byte[64 * 1024];
        try
        {
            await _redis.ConnectAsync(address[0], int.Parse(address[1], CultureInfo.InvariantCulture));
            var stream = _redis.GetStream();
            await stream.WriteAsync("MONITOR\r\n"u8.ToArray());
            while (await stream.ReadAsync(buffer) is var read and > 0)
            {
                lock (_commands)
                {
                    _commands.Write(buffer, 0, read);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // Nobody listens any more.
        }
    }

    private static byte[] Copy(MemoryStream stream)
    {
        lock (stream)
        {
            return stream.ToArray();
        }
    }
}
