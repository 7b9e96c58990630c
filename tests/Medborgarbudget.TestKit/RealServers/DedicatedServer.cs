using DotNet.Testcontainers.Containers;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>
/// A server of one test's own, which it may stop, freeze and start again. Data and port stay the same over a stop.
/// Costs a container start (RabbitMQ: ten seconds), so only for tests about the server's absence.
/// </summary>
public sealed class DedicatedServer : IAsyncDisposable
{
    private readonly IContainer _container;

    internal DedicatedServer(IContainer container, string address)
    {
        _container = container;
        Address = address;
    }

    /// <summary>
    /// Where the server answers: an AMQP address for RabbitMQ, a configuration string for Redis.
    /// </summary>
    public string Address { get; }

    /// <summary>Stops the server with the signal it was started for; connections are lost.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _container.StopAsync(cancellationToken);

    /// <summary>Starts the server again and returns when it answers, within two minutes.</summary>
    public Task StartAsync(CancellationToken cancellationToken) =>
        TestContainers.StartAsync(_container, cancellationToken);

    /// <summary>Freezes the server: connections stay open and nothing answers.</summary>
    public Task PauseAsync(CancellationToken cancellationToken) => _container.PauseAsync(cancellationToken);

    /// <summary>Lets a frozen server go on.</summary>
    public Task UnpauseAsync(CancellationToken cancellationToken) => _container.UnpauseAsync(cancellationToken);

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
