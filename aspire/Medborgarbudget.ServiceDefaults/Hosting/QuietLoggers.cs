using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Medborgarbudget.ServiceDefaults.Hosting;

/// <summary>
/// What the frameworks tell of single requests has addresses, headers and bodies in it: personal numbers, tokens, choices. Below a warning
/// none of it is written, at whatever level and by whatever provider the configuration asks for it, and no scope carries an address.
/// </summary>
internal static class QuietLoggers
{
    private static readonly string[] Frameworks =
        ["Microsoft.AspNetCore", "Microsoft.IdentityModel", "System.Net.Http", "Grpc", "OpenIddict", "Yarp"];

    public static IServiceCollection AddQuietLoggers(this IServiceCollection services)
    {
        services.TryAddSingleton<LoggerFactory>();
        return services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(provider => new Factory(provider.GetRequiredService<LoggerFactory>())));
    }

    private sealed class Factory(LoggerFactory inner) : ILoggerFactory
    {
        public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

        public ILogger CreateLogger(string categoryName)
        {
            var logger = inner.CreateLogger(categoryName);
            return Frameworks.Any(name => categoryName.StartsWith(name, StringComparison.OrdinalIgnoreCase)) ? new Quiet(logger) : logger;
        }

        public void Dispose() => inner.Dispose();
    }

    private sealed class Quiet(ILogger inner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
            }
        }
    }
}
