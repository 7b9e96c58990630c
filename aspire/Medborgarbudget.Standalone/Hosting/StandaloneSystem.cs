using Medborgarbudget.Gateway;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Transport.InProcess;
using Medborgarbudget.Web;

namespace Medborgarbudget.Standalone.Hosting;

/// <summary>
/// The whole system in one process: every service a web application of its own on a unix socket, before them gateway and web. On the
/// embedded parts it needs nothing but this process; with <see cref="RealBackends"/> the same code runs on real servers.
/// </summary>
public sealed class StandaloneSystem : IAsyncDisposable
{
    private readonly List<WebApplication> _apps = [];
    private readonly DataFolder _folder;
    private readonly string _sockets = Directory.CreateTempSubdirectory("mb-").FullName;
    private EmbeddedStore? _store;

    private readonly LogLevel? _logLevel;

    private StandaloneSystem(DataFolder folder, LogLevel? logLevel) => (_folder, _logLevel) = (folder, logLevel);

    /// <summary>Where JSON, sign-in and web are served.</summary>
    public Uri Gateway { get; private set; } = new("http://localhost");

    /// <summary>Where gRPC is served.</summary>
    public Uri GatewayGrpc { get; private set; } = new("http://localhost");

    public string DataFolder => _folder.Path;

    /// <summary>The folder held no data when the system was started.</summary>
    public bool WasEmpty => _folder.WasEmpty;

    /// <summary>The clock of every service.</summary>
    public InstallationClock Clock { get; } = new();

    /// <summary>Starts everything and returns when the gateway answers. Throws what <see cref="StartProblem"/> explains.</summary>
    public static Task<StandaloneSystem> StartAsync(StandaloneOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, fillEmpty: null, cancellationToken);

    /// <summary>The same, but a system whose folder is empty is filled before anybody else can reach it.</summary>
    public static async Task<StandaloneSystem> StartAsync(
        StandaloneOptions options, Func<StandaloneSystem, CancellationToken, Task>? fillEmpty, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        StartProblem.RequireFree(options.Port, "--port");
        StartProblem.RequireFree(options.GrpcPort, "--grpc-port");
        var system = new StandaloneSystem(Hosting.DataFolder.Take(options.DataFolder, options.Fresh), options.LogLevel);
        try
        {
            await system.Start(options, fillEmpty, cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The gateway first, so that nothing comes in while the services stop.
        for (var i = _apps.Count - 1; i >= 0; i--)
        {
            await _apps[i].StopAsync(CancellationToken.None);
            await _apps[i].DisposeAsync();
        }

        _store?.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Dispose();
        Directory.Delete(_sockets, recursive: true);
    }

    private async Task Start(StandaloneOptions options, Func<StandaloneSystem, CancellationToken, Task>? fillEmpty, CancellationToken cancellationToken)
    {
        if (options.Backends is null)
        {
            _store = EmbeddedStore.Start();
        }

        var (port, grpcPort) = (Ports.FreeOr(options.Port), Ports.FreeOr(options.GrpcPort));
        var settings = new PartSettings(_folder, _sockets, AddressOf(port), options.Backends, _store?.Configuration);
        var broker = new InProcessBroker();

        // Every service subscribes when it is mapped; none starts before all have.
        _apps.AddRange(await Task.WhenAll(Part.Services.Select(part => Task.Run(
            async () =>
            {
                var app = Compose(settings.Of(part), broker, part.Add, part.Map);
                await app.MigrateAsync(cancellationToken);
                return app;
            },
            cancellationToken))));
        _apps.Add(Compose(settings.OfWeb(), broker, builder => builder.AddWeb(), app => app.MapWeb()));

        // Identity answers before the others ask it for keys; the gateway lets people in when everything is there.
        await _apps[0].StartAsync(cancellationToken);
        await Task.WhenAll(_apps.Skip(1).Select(app => app.StartAsync(cancellationToken)));
        if (fillEmpty is not null && WasEmpty)
        {
            await FillAsync(settings, broker, fillEmpty, cancellationToken);
        }

        _apps.Add(await OpenAsync(settings, broker, port, grpcPort, cancellationToken));
    }

    /// <summary>Filling moves the clock: it has a gateway to itself, at ports that nobody is told.</summary>
    private async Task FillAsync(
        PartSettings settings, InProcessBroker broker, Func<StandaloneSystem, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        await using var gateway = await OpenAsync(settings, broker, Ports.FreeOr(0), Ports.FreeOr(0), cancellationToken);
        try
        {
            await fill(this, cancellationToken);
        }
        finally
        {
            await gateway.StopAsync(CancellationToken.None);
        }
    }

    private async Task<WebApplication> OpenAsync(
        PartSettings settings, InProcessBroker broker, int port, int grpcPort, CancellationToken cancellationToken)
    {
        (Gateway, GatewayGrpc) = (AddressOf(port), AddressOf(grpcPort));
        var gateway = Compose(settings.OfGateway(port, grpcPort), broker, builder => builder.AddGateway(), app => app.MapGateway());
        await gateway.StartAsync(cancellationToken);
        return gateway;
    }

    private void Log(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(_logLevel ?? LogLevel.Warning);
        if (_logLevel is not null)
        {
            return;
        }

        // What failed is told by the part that asked; the statement itself says nothing to whoever runs this.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        logging.AddFilter("Yarp", LogLevel.Error);

        // Parts that start together are not ready for each other at once; /health says what is not.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
    }

    private static Uri AddressOf(int port) => new($"http://localhost:{port}/");

    private WebApplication Compose(
        Dictionary<string, string?> settings, InProcessBroker broker, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Standalone", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        Log(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(broker);
        add(builder);
        var app = builder.Build();
        map(app);
        return app;
    }
}
