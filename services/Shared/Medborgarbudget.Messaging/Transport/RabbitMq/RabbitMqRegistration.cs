using Medborgarbudget.ServiceDefaults;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Medborgarbudget.Messaging.Transport.RabbitMq;

internal static class RabbitMqRegistration
{
    /// <summary>RabbitMQ at <c>Messaging:RabbitMq</c> (amqp URI). It is no part of readiness: without it requests go on and the outbox waits.</summary>
    public static void AddRabbitMq(this WebApplicationBuilder builder)
    {
        var uri = builder.Configuration["Messaging:RabbitMq"]
            ?? throw new InvalidOperationException("Configuration Messaging:RabbitMq is missing.");
        builder.Services.AddSingleton(provider => new RabbitMqConnection(new Uri(uri), provider.GetRequiredService<ServiceName>().Value));
        builder.Services.AddSingleton<RabbitMqTransport>();
        builder.Services.AddSingleton<ITransport>(provider => provider.GetRequiredService<RabbitMqTransport>());
        builder.Services.AddHostedService<RabbitMqConsumer>();
        builder.Services.AddHealthChecks().AddCheck<BrokerAnswers>("broker", HealthStatus.Degraded);
    }

    private sealed class BrokerAnswers(RabbitMqConnection connection) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(connection.IsOpen ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("The broker does not answer."));
    }
}
