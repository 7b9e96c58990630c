using System.Text.Json;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.TestKit.RealServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;
using Xunit.Sdk;

namespace Medborgarbudget.TestKit.Hosting;

/// <summary>Where a service under test keeps its data.</summary>
public enum StorageKind
{
    /// <summary>A SQLite file in a temporary folder.</summary>
    Sqlite,

    /// <summary>A database of its own on the real PostgreSQL.</summary>
    Postgres,
}

/// <summary>
/// One real service host for a class of tests: Kestrel on a unix socket, a database of its own, a clock that the tests move. Use it as
/// a class fixture and give every test data of its own.
/// </summary>
public abstract class ServiceFixture(StorageKind storage) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private PostgresDatabase? _database;
    private WebApplication? _app;
    private GrpcChannel? _channel;
    private HttpClient? _http;
    private TestTokens? _tokens;
    private SkipException? _skipped;
    private Dictionary<string, string?>? _settings;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2027, 1, 15, 8, 0, 0, TimeSpan.Zero));

    public TestTokens Tokens => Started(_tokens);

    public IServiceProvider Services => Started(_app).Services;

    /// <summary>JSON over HTTP/2 to the service itself.</summary>
    public HttpClient Http => Started(_http);

    /// <summary>The temporary folder of this host.</summary>
    protected string Folder => _folder;

    /// <summary>Calls as the bearer of a token; null = as a visitor.</summary>
    public CallInvoker As(string? token, string? idempotencyKey = null) => Started(_channel).Intercept(new TestCancellation()).Intercept(metadata =>
    {
        if (token is not null)
        {
            metadata.Add("Authorization", $"Bearer {token}");
        }

        if (idempotencyKey is not null)
        {
            metadata.Add("Idempotency-Key", idempotencyKey);
        }

        return metadata;
    });

    /// <summary>Delivers an event to the service's consumers, as the broker would. True when they are done with it.</summary>
    public Task<bool> DeliverAsync<TEvent>(TEvent happened, CancellationToken cancellationToken)
        where TEvent : IIntegrationEvent => DeliverAsync(EventEnvelope.Of(happened, "test", Clock.GetUtcNow()), cancellationToken);

    /// <summary>The same with what the sender says of itself.</summary>
    public async Task<bool> DeliverAsync(EventEnvelope envelope, CancellationToken cancellationToken) =>
        await Services.GetRequiredService<ConsumerDispatcher>().DeliverAsync(envelope, cancellationToken) is null;

    /// <summary>What the service has published so far of one type of event, oldest first.</summary>
    public async Task<IReadOnlyList<TEvent>> PublishedAsync<TEvent>(CancellationToken cancellationToken)
        where TEvent : IIntegrationEvent
    {
        var type = TEvent.Type;
        await using var scope = Services.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<ServiceDb>().Outbox
            .AsNoTracking().Where(row => row.Type == type).OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => JsonSerializer.Deserialize<EventEnvelope>(row.Envelope, EventJson.Options)!.Data.Deserialize<TEvent>(EventJson.Options)!)];
    }

    public virtual async ValueTask InitializeAsync()
    {
        _tokens = new TestTokens(Clock, _folder);
        try
        {
            _settings = await SettingsAsync();
        }
        catch (SkipException skipped)
        {
            // Thrown in a fixture it would fail the tests instead of skipping them: each of them throws it when it begins.
            _skipped = skipped;
            return;
        }

        await StartAsync();
    }

    /// <summary>Breaks off what the host is doing and starts another one on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Services.TryAddSingleton<TimeProvider>(Clock);
        Add(builder);
        _app = builder.Build();
        Map(_app);
        await _app.MigrateAsync(TestContext.Current.CancellationToken);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        var address = ServiceAddress.Parse($"unix:{Path.Combine(_folder, "s")}", "service");
        _channel = address.OpenChannel();
        _http = new HttpClient(address.CreateHandler())
        {
            BaseAddress = address.Uri,
            DefaultRequestVersion = System.Net.HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        _tokens?.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Registers the service, e.g. <c>builder.AddBudget()</c>.</summary>
    protected abstract void Add(WebApplicationBuilder builder);

    /// <summary>Maps the service, e.g. <c>app.MapBudget()</c>.</summary>
    protected abstract void Map(WebApplication app);

    /// <summary>More configuration, e.g. addresses of other services.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>());

    private async Task StopAsync()
    {
        _channel?.Dispose();
        _http?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }
    }

    private T Started<T>(T? part)
        where T : class => _skipped is null ? part! : throw _skipped;

    private async Task<Dictionary<string, string?>> SettingsAsync()
    {
        if (storage == StorageKind.Postgres)
        {
            _database = await PostgresServer.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        }

        var settings = new Dictionary<string, string?>
        {
            ["Storage:Provider"] = storage == StorageKind.Postgres ? "postgres" : "sqlite",
            ["Storage:ConnectionString"] = _database?.ConnectionString ?? $"Data Source={Path.Combine(_folder, "service.db")}",
            ["Messaging:Transport"] = "in-process",
            ["Auth:Issuer"] = TestTokens.Issuer,
            ["Auth:KeysFile"] = _tokens!.KeysFile,
            ["Listen:Socket"] = Path.Combine(_folder, "s"),
        };
        foreach (var (key, value) in await MoreSettingsAsync())
        {
            settings[key] = value;
        }

        return settings;
    }
}

/// <summary>Ends a call when the test is ended, unless the call has a token of its own.</summary>
internal sealed class TestCancellation : Interceptor
{
    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var options = context.Options.CancellationToken.CanBeCanceled
            ? context.Options
            : context.Options.WithCancellationToken(TestContext.Current.CancellationToken);
        return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options));
    }
}
