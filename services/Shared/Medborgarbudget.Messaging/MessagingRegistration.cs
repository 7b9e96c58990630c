using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Messaging.Outbox;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Messaging.Transport;
using Medborgarbudget.Messaging.Transport.InProcess;
using Medborgarbudget.Messaging.Transport.RabbitMq;
using Medborgarbudget.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Medborgarbudget.Messaging;

/// <summary>Registers outbox relay, consumers and the transport that configuration <c>Messaging:Transport</c> names: <c>in-process</c> or <c>rabbitmq</c>.</summary>
public static class MessagingRegistration
{
    public static WebApplicationBuilder AddMessaging(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<ConsumerDispatcher>();
        builder.Services.AddScoped<DeadLetters>().AddScoped<Delivery>();
        builder.Services.AddSingleton<MessagingMetrics>().AddHostedService<OutboxRelay>();
        switch (builder.Configuration["Messaging:Transport"])
        {
            case "in-process":
                // One broker for all services of the process; a host that runs alone gets one of its own.
                builder.Services.TryAddSingleton<InProcessBroker>();
                builder.Services.AddSingleton<ITransport, InProcessTransport>();
                break;
            case "rabbitmq":
                builder.AddRabbitMq();
                break;
            default:
                throw new InvalidOperationException("Configuration Messaging:Transport must be in-process or rabbitmq.");
        }

        return builder;
    }

    public static IServiceCollection AddConsumer<TConsumer, TEvent>(this IServiceCollection services)
        where TConsumer : class, IConsumer<TEvent>
        where TEvent : IIntegrationEvent
    {
        services.AddScoped<TConsumer>();
        return services.AddSingleton(ConsumerBinding.Of<TConsumer, TEvent>());
    }

    /// <summary>
    /// Brings the service's database and queues up to this version: the mode <c>migrate</c>, which runs before any replica of any service
    /// starts, never in a replica. A service that is started later than the others then misses nothing.
    /// Throws <see cref="NewerDatabaseException"/> when a newer version has been here.
    /// </summary>
    public static async Task MigrateAsync(this WebApplication app, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        await app.MigrateStorageAsync(cancellationToken);
        await app.Services.GetRequiredService<ITransport>().PrepareAsync(cancellationToken);
    }

    /// <summary>Subscribes the service's consumers. In one process every service must be mapped before the first one starts.</summary>
    public static WebApplication MapMessaging(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetService<InProcessBroker>() is { } broker)
        {
            var dispatcher = app.Services.GetRequiredService<ConsumerDispatcher>();
            broker.Subscribe(
                app.Services.GetRequiredService<ServiceName>().Value,
                new InProcessBroker.Subscription(dispatcher.EventTypes.ToHashSet(), dispatcher.DeliverAsync));
        }

        return app;
    }
}
