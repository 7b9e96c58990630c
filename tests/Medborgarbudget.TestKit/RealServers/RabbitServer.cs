using DotNet.Testcontainers.Builders;
using Medborgarbudget.TestKit.Hosting;
using Testcontainers.RabbitMq;

namespace Medborgarbudget.TestKit.RealServers;

/// <summary>A real RabbitMQ. Each test class asks for a virtual host of its own.</summary>
public static class RabbitServer
{
    private const int ManagementPort = 15672;

    private static readonly SharedServer<RabbitAddress> Server = new("RabbitMQ", Given, StartAsync);

    /// <summary>
    /// Creates an empty virtual host, which is deleted when disposed. Skips the test where there is no server.
    /// </summary>
    public static async Task<RabbitVirtualHost> CreateVirtualHostAsync(CancellationToken cancellationToken)
    {
        var address = await Server.AddressAsync(cancellationToken);
        var host = new RabbitVirtualHost(address, $"test-{Guid.NewGuid():N}");
        await host.CreateAsync(cancellationToken);
        return host;
    }

    /// <summary>
    /// Starts a broker that only this test uses, to be stopped and started again. Its address names the default
    /// virtual host. With <c>SIGKILL</c> as stop signal, stopping it is a crash.
    /// </summary>
    public static Task<DedicatedServer> StartDedicatedAsync(string stopSignal, CancellationToken cancellationToken) =>
        ServerPolicy.StartOrSkipAsync("RabbitMQ", async () =>
        {
            var port = FreePort.Take();
            var container = Configure()
                .WithPortBinding(port, RabbitMqBuilder.RabbitMqPort)
                .WithCreateParameterModifier(create => create.StopSignal = stopSignal)
                .Build();
            await TestContainers.StartAsync(container, cancellationToken);
            return new DedicatedServer(container, AmqpAddress("127.0.0.1", port));
        });

    /// <summary>
    /// Lets the broker write down what it has, to be called before it is killed: the queues of a service were declared long before a crash. One
    /// that RabbitMQ 3.10 was given within the last second has no leader for ever after, and nothing that is routed to it is confirmed.
    /// Connections are lost.
    /// </summary>
    public static async Task SettleAsync(DedicatedServer broker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broker);
        await broker.RunAsync("rabbitmqctl stop_app && rabbitmqctl start_app", cancellationToken);
    }

    private static RabbitAddress? Given() =>
        TestServerSettings.RabbitMq is { } amqp && TestServerSettings.RabbitMqManagement is { } management
            ? new RabbitAddress(new Uri(amqp), new Uri(management))
            : null;

    // The name is part of where the broker keeps its data, so it must not change with the container's id. The log of a container that is
    // started again is read from the second in which it stopped, where a settled broker may have told of its former start.
    private static RabbitMqBuilder Configure() =>
        new RabbitMqBuilder(TestServerSettings.RabbitMqImage)
            .WithUsername(TestServerSettings.Credential)
            .WithPassword(TestServerSettings.Credential)
            .WithHostname("rabbit")
            .WithWaitStrategy(Wait.ForUnixContainer()
                .UntilMessageIsLogged("Server startup complete")
                .UntilInternalTcpPortIsAvailable(RabbitMqBuilder.RabbitMqPort))
            .WithLabel(TestServerSettings.OwnerLabel, TestContainers.Owner);

    private static async Task<RabbitAddress> StartAsync()
    {
        var container = Configure().WithPortBinding(ManagementPort, assignRandomHostPort: true).Build();
        await TestContainers.StartSharedAsync(container);
        var host = container.Hostname;
        var login = $"{TestServerSettings.Credential}:{TestServerSettings.Credential}";
        return new RabbitAddress(
            new Uri(AmqpAddress(host, container.GetMappedPublicPort(RabbitMqBuilder.RabbitMqPort))),
            new Uri($"http://{login}@{host}:{container.GetMappedPublicPort(ManagementPort)}"));
    }

    private static string AmqpAddress(string host, int port) =>
        $"amqp://{TestServerSettings.Credential}:{TestServerSettings.Credential}@{host}:{port}";
}
