using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>
/// When the process is asked to end it says at once that it is not ready, and serves on for <c>Hosting:DrainSeconds</c> (0 unless set), until
/// nobody sends it anything any more. Only then does it stop listening and bring to an end what it has.
/// </summary>
internal sealed class Drain(IConfiguration configuration) : IHostedLifecycleService, IHealthCheck
{
    private volatile bool _isEnding;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isEnding ? HealthCheckResult.Unhealthy("The process is ending.") : HealthCheckResult.Healthy());

    // Before anything is stopped, the server included. The machine's own clock: whoever sends here looks again by that.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _isEnding = true;
        await Task.Delay(TimeSpan.FromSeconds(configuration.GetValue("Hosting:DrainSeconds", 0.0)), cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal static class DrainRegistration
{
    /// <param name="tag">Tag of the health checks that decide readiness; this is one of them.</param>
    public static IServiceCollection AddDrain(this IServiceCollection services, string tag)
    {
        services.AddSingleton<Drain>().AddHostedService(provider => provider.GetRequiredService<Drain>());
        services.AddHealthChecks().AddCheck<Drain>("drain", tags: [tag]);
        return services;
    }
}
