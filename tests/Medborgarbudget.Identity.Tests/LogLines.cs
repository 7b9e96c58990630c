using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Identity.Tests;

/// <summary>Keeps everything that a host logs, at any level and with its scopes, so that it can be searched.</summary>
internal sealed class LogLines(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        log.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
