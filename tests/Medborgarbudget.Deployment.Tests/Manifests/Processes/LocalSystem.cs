using System.Globalization;
using System.Net;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Deployment.Tests.Manifests.Code;
using Medborgarbudget.Deployment.Tests.Manifests.Rules;
using Medborgarbudget.TestKit.Hosting;
using Medborgarbudget.TestKit.RealServers;

namespace Medborgarbudget.Deployment.Tests.Manifests.Processes;

/// <summary>
/// The programs as processes with what the overlay <c>local</c> tells each: its variables, its secrets as the script makes them. Only names of
/// the cluster become addresses of this machine, and mounted files lie in a folder.
/// </summary>
public sealed class LocalSystem : IAsyncLifetime
{
    /// <summary>The public address of the overlay, by which browsers ask. Nothing listens there.</summary>
    private const string PublicHost = "localhost:5080";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;
    private readonly Dictionary<string, string> _ports = [];
    private readonly Dictionary<string, string> _stores = [];
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly Dictionary<string, ServiceProcess> _processes = [];
    private Rendering _overlay = null!;

    internal ServiceProcess The(string program) => _processes[program];

    public async ValueTask InitializeAsync()
    {
        _overlay = await Rendering.OfAsync("local");
        var stop = TestContext.Current.CancellationToken;
        var broker = await RabbitServer.CreateVirtualHostAsync(stop);
        var redis = await RedisServer.CreateDatabaseAsync(stop);
        _servers.AddRange([broker, redis]);
        _stores["Messaging__RabbitMq"] = broker.Address.ToString();
        _stores["Redis__ConnectionString"] = redis.Configuration;
        foreach (var program in Solution.Current.Programs.Where(program => program.UsesDatabase))
        {
            var database = await PostgresServer.CreateDatabaseAsync(stop);
            _servers.Add(database);
            _stores[$"{program.Name}/Storage__ConnectionString"] = database.ConnectionString;
            await using var migration = ProcessOf(program.Name, _overlay.The($"Job/{program.Name}-migrate"));
            await migration.RunAsync("migrate", stop);
        }

        foreach (var program in Solution.Current.Programs)
        {
            _processes[program.Name] = ProcessOf(program.Name, _overlay.The($"Deployment/{program.Name}"));
            _processes[program.Name].Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Asks at a port of the pod by the name that the container gives it, as a kubelet or another pod does.</summary>
    internal async Task<HttpResponseMessage> AskAsync(string program, string port, string path)
    {
        var number = _overlay.The($"Deployment/{program}").Pod.Containers[0].Ports.Single(one => one.Name == port).ContainerPort;
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{PortOf(program, number)}{path}");
        request.Headers.Host = PublicHost;
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Returns when the program's readiness is as wanted.</summary>
    internal async Task BecomesAsync(string program, HttpStatusCode wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (await ReadinessAsync(program) != wanted)
        {
            (limit.IsCancellationRequested || The(program).HasEnded).ShouldBeFalse($"{program} does not become {wanted}: {The(program).Log}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private async Task<HttpStatusCode?> ReadinessAsync(string program)
    {
        try
        {
            using var answer = await AskAsync(program, "health", "/health");
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    private ServiceProcess ProcessOf(string program, Workload workload)
    {
        var settings = Configuration.Of(_overlay, workload).ToDictionary(pair => pair.Key, pair => (string?)Here(program, pair.Key, pair.Value));
        foreach (var variable in workload.Pod.Containers[0].Env ?? [])
        {
            if (variable.ValueFrom?.SecretKeyRef is { } secret)
            {
                settings[variable.Name] = _stores.GetValueOrDefault(variable.Name) ?? _stores.GetValueOrDefault($"{program}/{variable.Name}") ?? MountedSecrets.ValueOf(secret);
            }
        }

        MountedSecrets.Write(workload.Pod, _folder);
        var project = Directory.EnumerateFiles(AppContext.BaseDirectory, "Medborgarbudget.*.runtimeconfig.json").Select(file => Path.GetFileName(file).Replace(".runtimeconfig.json", "", StringComparison.Ordinal))
            .Single(name => name.Equals($"Medborgarbudget.{program}", StringComparison.OrdinalIgnoreCase));
        return new ServiceProcess(project, settings);
    }

    /// <summary>What a value of the manifests is on this machine.</summary>
    private string Here(string program, string key, string value) => key switch
    {
        "HOME" => _folder,
        "Listen__Port" or "Listen__HealthPort" or "Gateway__Port" or "Gateway__GrpcPort" => PortOf(program, int.Parse(value, CultureInfo.InvariantCulture)),
        "Hosting__DrainSeconds" => "5",
        _ when value.StartsWith("/keys/", StringComparison.Ordinal) => _folder + value,
        _ when Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme == "http" && uri.Host != "localhost" => $"http://127.0.0.1:{PortOf(uri.Host, uri.Port)}/",
        _ => value,
    };

    private string PortOf(string program, int port) =>
        _ports.TryGetValue($"{program}:{port}", out var known) ? known : _ports[$"{program}:{port}"] = FreePort.Take().ToString(CultureInfo.InvariantCulture);
}
