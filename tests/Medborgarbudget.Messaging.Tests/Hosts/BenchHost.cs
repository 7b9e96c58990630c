using System.Collections.Concurrent;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Messaging.Outbox;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Messaging.Transport;
using Medborgarbudget.Messaging.Transport.InProcess;
using Medborgarbudget.Messaging.Transport.RabbitMq;
using Medborgarbudget.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Messaging.Tests.Hosts;

/// <summary>What a host is made of.</summary>
internal sealed record HostParts(
    string Service, string Provider, string ConnectionString, InProcessBroker Broker, Uri? RabbitMq, TimeProvider Clock, string Socket);

/// <summary>A real service host with a database of its own, whose only feature is to count what it is told.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FailureLog _failures;
    private bool _isStopped;

    private BenchHost(WebApplication app, FailureLog failures) =>
        (_app, _failures, Interference, Transport) = (
            app, failures, app.Services.GetRequiredService<Interference>(), app.Services.GetRequiredService<WatchedTransport>());

    public IServiceProvider Services => _app.Services;

    public string Service => Services.GetRequiredService<ServiceName>().Value;

    public Interference Interference { get; }

    public WatchedTransport Transport { get; }

    public ConsumerDispatcher Dispatcher => Services.GetRequiredService<ConsumerDispatcher>();

    /// <summary>What was logged as an error.</summary>
    public IReadOnlyCollection<string> Errors => _failures.Lines;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BenchHost> StartAsync(HostParts parts, Action<IServiceCollection> more)
    {
        var failures = new FailureLog();
        var app = Build(parts, more, failures);
        app.MapMessaging();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<BenchDb>().Database.EnsureCreatedAsync(Stop);
        }

        await app.StartAsync(Stop);
        return new BenchHost(app, failures);
    }

    /// <summary>What <c>migrate</c> does for the service's events; nothing is started.</summary>
    public static async Task PrepareAsync(HostParts parts, Action<IServiceCollection> more)
    {
        await using var app = Build(parts, more, new FailureLog());
        await app.Services.GetRequiredService<ITransport>().PrepareAsync(Stop);
    }

    private static WebApplication Build(HostParts parts, Action<IServiceCollection> more, FailureLog failures)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders().AddProvider(failures);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Provider"] = parts.Provider,
            ["Storage:ConnectionString"] = parts.ConnectionString,
            ["Messaging:Transport"] = parts.RabbitMq is null ? "in-process" : "rabbitmq",
            ["Messaging:RabbitMq"] = parts.RabbitMq?.ToString(),
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(parts.Socket));
        builder.Services.AddSingleton(new ServiceName(parts.Service)).AddSingleton(parts.Clock).AddSingleton<Interference>();
        builder.AddStorage<BenchDb, BenchDbSqlite, BenchDbPostgres>();
        if (parts.RabbitMq is null)
        {
            builder.Services.AddSingleton(parts.Broker);
        }

        builder.AddMessaging();
        builder.Services.AddSingleton(provider => new WatchedTransport(
            parts.RabbitMq is null ? new InProcessTransport(parts.Broker) : provider.GetRequiredService<RabbitMqTransport>()));
        builder.Services.AddSingleton<ITransport>(provider => provider.GetRequiredService<WatchedTransport>());
        more(builder.Services);
        return builder.Build();
    }

    public async Task<T> In<T>(Func<BenchDb, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<BenchDb>());
    }

    /// <summary>Publishes in one transaction, as a request does.</summary>
    public Task<int> Publish<TEvent>(params IEnumerable<TEvent> events)
        where TEvent : IIntegrationEvent => In(db =>
        {
            foreach (var happened in events)
            {
                db.Publish(happened);
            }

            return db.SaveChangesAsync(Stop);
        });

    public Task<List<SeenRow>> Seen() => In(db => db.Seen.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Stop));

    public Task<int> Waiting() => In(db => db.Outbox.CountAsync(row => row.SentAt == null, Stop));

    public Task<List<DeadLetterRow>> DeadLetters() => In(db => db.DeadLetters.AsNoTracking().ToListAsync(Stop));

    public void Wake() => Services.GetRequiredService<OutboxSignal>().Set();

    /// <summary>True when this many handlings are written down, and a moment later still no more.</summary>
    public async Task HasSeen(int handlings)
    {
        await Eventually.True(async () => (await Seen()).Count >= handlings);
        await Task.Delay(300, Stop);
        (await Seen()).Count.ShouldBe(handlings);
    }

    public async Task StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private sealed class FailureLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}

internal static class Eventually
{
    /// <summary>Waits until it is so; fails after a minute.</summary>
    public static async Task True(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await isSo())
        {
            limit.IsCancellationRequested.ShouldBeFalse("It did not become so within a minute.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
