using System.Net;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.Hosting;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.Deployment.Tests.Observability;

/// <summary>Services, a gateway and, where asked for, the web as processes of their own, on real servers, that export what they do to one sink.</summary>
internal sealed class ExportingSystem : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-exporting-").FullName;
    private readonly Dictionary<string, int> _ports = [];
    private readonly List<ServiceProcess> _processes = [];
    private readonly List<PostgresDatabase> _databases = [];
    private RabbitVirtualHost? _broker;

    private ExportingSystem() => Tokens = new TestTokens(TimeProvider.System, _folder);

    public TelemetrySink Sink { get; } = new();

    public TestTokens Tokens { get; }

    public Uri Gateway => new($"http://127.0.0.1:{_ports["gateway"]}/");

    /// <summary>Migrates and starts the services, then the gateway and the web; returns when all are ready.</summary>
    public static async Task<ExportingSystem> StartAsync(IReadOnlyList<string> services, CancellationToken cancellationToken, bool withWeb = false)
    {
        var system = new ExportingSystem();
        try
        {
            system._broker = await RabbitServer.CreateVirtualHostAsync(cancellationToken);
            foreach (var name in services.Concat(withWeb ? ["gateway", "web"] : ["gateway"]))
            {
                system._ports[name] = FreePort.Take();
            }

            foreach (var name in services)
            {
                await system.StartServiceAsync(name, cancellationToken);
            }

            system.StartGateway();
            if (withWeb)
            {
                system.StartWeb();
            }

            foreach (var (name, port) in system._ports)
            {
                await WaitUntilReadyAsync(name, port, system._processes, cancellationToken);
            }

            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks a service itself.</summary>
    public static async Task<HttpStatusCode> AskAsync(int port, bool isGateway, string path, CancellationToken cancellationToken)
    {
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            DefaultRequestVersion = isGateway ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return answer.StatusCode;
    }

    public int PortOf(string name) => _ports[name];

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await (_broker?.DisposeAsync() ?? ValueTask.CompletedTask);
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }

        await Sink.DisposeAsync();
        Tokens.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartServiceAsync(string name, CancellationToken cancellationToken)
    {
        var database = await PostgresServer.CreateDatabaseAsync(cancellationToken);
        _databases.Add(database);
        var settings = Everywhere();
        settings["Listen:Port"] = $"{_ports[name]}";
        settings["Storage:Provider"] = "postgres";
        settings["Storage:ConnectionString"] = database.ConnectionString;
        settings["Messaging:Transport"] = "rabbitmq";
        settings["Messaging:RabbitMq"] = _broker!.Address.ToString();
        settings["Identity:Issuer"] = TestTokens.Issuer;
        settings["Identity:KeyFile"] = Path.Combine(_folder, "identity.keys");
        settings["Identity:KeyEncryptionKeyFile"] = Path.Combine(_folder, "kek.keys");
        var program = $"Medborgarbudget.{char.ToUpperInvariant(name[0])}{name[1..]}";
        await using (var migration = new ServiceProcess(program, settings))
        {
            await migration.RunAsync("migrate", cancellationToken);
        }

        var process = new ServiceProcess(program, settings);
        process.Start();
        _processes.Add(process);
    }

    private void StartGateway()
    {
        var settings = Everywhere();
        settings["Gateway:Port"] = $"{_ports["gateway"]}";
        settings["Gateway:GrpcPort"] = $"{FreePort.Take()}";
        settings["Gateway:LoopbackOnly"] = "true";
        var process = new ServiceProcess("Medborgarbudget.Gateway", settings);
        process.Start();
        _processes.Add(process);
    }

    private void StartWeb()
    {
        var settings = Everywhere();
        settings["Listen:Port"] = $"{_ports["web"]}";
        settings["Gateway:Address"] = Gateway.ToString();
        var process = new ServiceProcess("Medborgarbudget.Web", settings);
        process.Start();
        _processes.Add(process);
    }

    private Dictionary<string, string?> Everywhere()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Test",
            ["Auth:Issuer"] = TestTokens.Issuer,
            ["Auth:KeysFile"] = Tokens.KeysFile,
        };
        foreach (var (key, value) in Sink.Settings)
        {
            settings[key] = value;
        }

        foreach (var (name, port) in _ports)
        {
            settings[$"Services:{name}:Address"] = $"http://127.0.0.1:{port}";
        }

        return settings;
    }

    private static async Task WaitUntilReadyAsync(string name, int port, IEnumerable<ServiceProcess> processes, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        while (!await IsReadyAsync(name, port, cancellationToken))
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"{name} is not ready: {string.Join('\n', processes.Select(process => process.Log))}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(string name, int port, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(port, name == "gateway", "/health", cancellationToken) == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
