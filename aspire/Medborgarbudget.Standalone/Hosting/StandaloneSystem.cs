using Medborgarbudget.Gateway;
using Medborgarbudget.Messaging.Storage;
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

    private StandaloneSystem(DataFolder folder) => _folder = folder;

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
    public static async Task<StandaloneSystem> StartAsync(StandaloneOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        StartProblem.RequireFree(options.Port, "--port");
        StartProblem.RequireFree(options.GrpcPort, "--grpc-port");
        var system = new StandaloneSystem(Hosting.DataFolder.Take(options.DataFolder, options.Fresh));
        try
        {
            await system.Start(options, cancellationToken);
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

    private async Task Start(StandaloneOptions options, CancellationToken cancellationToken)
    {
        if (options.Backends is null)
        {
            _store = EmbeddedStore.Start();
        }

        var ports = (Port: Ports.FreeOr(options.Port), GrpcPort: Ports.FreeOr(options.GrpcPort));
        Gateway = new Uri($"http://localhost:{ports.Port}/");
        GatewayGrpc = new Uri($"http://localhost:{ports.GrpcPort}/");
        var settings = new PartSettings(_folder, _sockets, Gateway, options.Backends, _store?.Configuration);
        var broker = new InProcessBroker();

        // Every service subscribes when it is mapped; none starts before all have.
        _apps.AddRange(await Task.WhenAll(Part.Services.Select(part => Task.Run(
            async () =>
            {
                var app = Compose(settings.Of(part), broker, part.Add, part.Map);
                await app.MigrateStorageAsync(cancellationToken);
                return app;
            },
            cancellationToken))));
        _apps.Add(Compose(settings.OfWeb(), broker, builder => builder.AddWeb(), app => app.MapWeb()));
        _apps.Add(Compose(settings.OfGateway(ports.Port, ports.GrpcPort), broker, builder => builder.AddGateway(), app => app.MapGateway()));

        // Identity answers before the others ask it for keys; the gateway lets people in when everything is there.
        await _apps[0].StartAsync(cancellationToken);
        await Task.WhenAll(_apps.Skip(1).SkipLast(1).Select(app => app.StartAsync(cancellationToken)));
        await _apps[^1].StartAsync(cancellationToken);
    }

    private WebApplication Compose(
        Dictionary<string, string?> settings, InProcessBroker broker, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Standalone", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // What failed is told by the part that asked; the statement itself says nothing to whoever runs this.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddFilter("Yarp", LogLevel.Error);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton(broker);
        add(builder);
        var app = builder.Build();
        map(app);
        return app;
    }
}
