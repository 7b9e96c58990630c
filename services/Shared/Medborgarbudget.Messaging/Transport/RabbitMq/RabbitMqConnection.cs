using RabbitMQ.Client;

namespace Medborgarbudget.Messaging.Transport.RabbitMq;

/// <summary>The one connection of a service to the broker: made when first needed, made anew when lost.</summary>
internal sealed class RabbitMqConnection(Uri uri, string service) : IAsyncDisposable
{
    /// <summary>A broker that says nothing for so long is away.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IConnection? _connection;

    public string Service => service;

    public bool IsOpen => _connection is { IsOpen: true };

    /// <summary>A channel whose publications are confirmed one by one: a publish returns when the broker has the message.</summary>
    public async Task<IChannel> OpenChannelAsync(ushort deliveriesAtOnce, CancellationToken cancellationToken)
    {
        var connection = await GetAsync(cancellationToken);
        var options = new CreateChannelOptions(
            publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, consumerDispatchConcurrency: deliveriesAtOnce);
        return await connection.CreateChannelAsync(options, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<IConnection> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_connection is { IsOpen: true })
            {
                return _connection;
            }

            if (_connection is not null)
            {
                await _connection.DisposeAsync();
            }

            // Recovery is ours: the consumer and the publisher open a new channel when theirs is gone.
            var factory = new ConnectionFactory
            {
                Uri = uri,
                ClientProvidedName = service,
                AutomaticRecoveryEnabled = false,
                RequestedConnectionTimeout = Silence,
                RequestedHeartbeat = Silence,
            };
            _connection = await factory.CreateConnectionAsync(cancellationToken);
            return _connection;
        }
        finally
        {
            _gate.Release();
        }
    }
}
