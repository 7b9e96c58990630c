using System.Diagnostics;
using System.Globalization;
using System.Net;
using Medborgarbudget.Deployment.Tests.Manifests;
using Medborgarbudget.Deployment.Tests.Manifests.Rules;

namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>What a container took until it said that it is ready, and what it holds when nobody asks it anything.</summary>
/// <param name="OwnBytes">Resident and its own alone; what it has mapped of its image's files is shared by all containers of a machine.</param>
internal sealed record StartFigures(TimeSpan Elapsed, TimeSpan Cpu, long ResidentBytes, long OwnBytes);

/// <summary>
/// Every built image, migrated and started with what overlay <c>local</c> tells it, as confined as there: another user than root, nothing
/// writable but /tmp, no capability, no more memory than its limit. On a network of their own with real servers.
/// </summary>
public sealed class RunningImages(BuiltImages images) : IAsyncLifetime
{
    private const int Http2 = 8080;
    private const int Health = 8090;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly string _root = Directory.CreateTempSubdirectory("mb-images-").FullName;
    private readonly Dictionary<string, string> _containers = [];
    private readonly Dictionary<string, string> _published = [];
    private readonly Dictionary<string, string> _databases = [];
    private ContainerNetwork? _network;
    private Rendering _overlay = null!;

    internal Dictionary<string, StartFigures> Figures { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _overlay = await Rendering.OfAsync("local");
        _network = await ContainerNetwork.CreateAsync(Cancel);
        foreach (var job in _overlay.Workloads.Where(workload => workload.IsMigration))
        {
            _databases[job.Name.Split('-')[0]] = await _network.CreateDatabaseAsync(Cancel);
        }

        await Task.WhenAll(_databases.Keys.Select(name =>
            CommandLine.RunAsync("docker", Cancel, ["run", "--rm", .. Options(name, _overlay.The($"Job/{name}-migrate")), images.Of(name), "migrate"])));
        foreach (var name in BuiltImages.Names)
        {
            await StartAsync(name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers.Values)
        {
            await CommandLine.RunAsync("docker", CancellationToken.None, "rm", "--force", container);
        }

        await (_network?.DisposeAsync() ?? ValueTask.CompletedTask);
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Asks a running container over HTTP/2, or the gateway over HTTP/1.1 by its public name.</summary>
    internal async Task<HttpResponseMessage> AskAsync(string name, string path)
    {
        using var http = Client(name);
        return await http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
    }

    /// <summary>A client of the container that follows nowhere, as a browser's address bar does not either.</summary>
    internal HttpClient Client(string name)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = AddressOf(name),
            DefaultRequestVersion = name == "gateway" ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Host = name == "gateway" ? "localhost:5080" : null;
        return client;
    }

    internal Task<string> LogAsync(string name) => CommandLine.RunAsync("docker", Cancel, "logs", _containers[name]);

    internal Uri AddressOf(string name) => PublishedAs(name, Http2);

    /// <summary>What the kernel says of the container's process: a file of <c>/proc</c>.</summary>
    internal async Task<string[]> AboutAsync(string name, string file)
    {
        var id = await CommandLine.RunAsync("docker", Cancel, "inspect", "--format", "{{.State.Pid}}", _containers[name]);
        return await File.ReadAllLinesAsync($"/proc/{id}/{file}", Cancel);
    }

    private Uri PublishedAs(string name, int port) => new($"http://{_published[$"{name}:{port}"]}");

    private async Task StartAsync(string name)
    {
        var watch = Stopwatch.StartNew();
        _containers[name] = await CommandLine.RunAsync("docker", Cancel,
            ["run", "--detach", "--network-alias", name, "--publish", $"127.0.0.1::{Http2}", "--publish", $"127.0.0.1::{Health}", .. Options(name, _overlay.The($"Deployment/{name}")), images.Of(name)]);
        foreach (var port in new[] { Http2, Health })
        {
            _published[$"{name}:{port}"] = await CommandLine.RunAsync("docker", Cancel, "port", _containers[name], $"{port}/tcp");
        }

        while (!await IsReadyAsync(name))
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"{name} is not ready: {await LogAsync(name)}");
            }

            await Task.Delay(20, Cancel);
        }

        Figures[name] = await MeasureAsync(name, watch.Elapsed);
    }

    private async Task<bool> IsReadyAsync(string name)
    {
        try
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(PublishedAs(name, Health), "/health"), Cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<StartFigures> MeasureAsync(string name, TimeSpan elapsed)
    {
        var id = await CommandLine.RunAsync("docker", Cancel, "inspect", "--format", "{{.State.Pid}}", _containers[name]);
        using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
        var lines = await AboutAsync(name, "status");
        return new StartFigures(elapsed, process.TotalProcessorTime, process.WorkingSet64, BytesOf(lines, "RssAnon:") + BytesOf(lines, "RssShmem:"));
    }

    private static long BytesOf(string[] status, string field) =>
        1024 * long.Parse(status.Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);

    private IEnumerable<string> Options(string name, Workload workload)
    {
        var container = workload.Pod.Containers[0];
        var root = $"{_root}/{workload.Name}";
        Directory.CreateDirectory($"{root}/keys");
        MountedSecrets.Write(workload.Pod, root);
        LetRead(root);
        return
        [
            "--network", _network!.Name, "--label", $"medborgarbudget.test.owner={Environment.ProcessId}",
            "--read-only", "--tmpfs", "/tmp:uid=10001,mode=0700", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
            "--memory", $"{(long)container.Resources.Limits["memory"].ToDecimal()}", "--volume", $"{root}/keys:/keys:ro",
            .. Told(name, workload).SelectMany(setting => new[] { "--env", $"{setting.Key}={setting.Value}" }),
        ];
    }

    /// <summary>What the manifests say, but for where the servers are.</summary>
    private Dictionary<string, string> Told(string name, Workload workload)
    {
        var told = Configuration.Of(_overlay, workload);
        foreach (var variable in workload.Pod.Containers[0].Env ?? [])
        {
            if (variable.ValueFrom?.SecretKeyRef is { } secret)
            {
                told[variable.Name] = variable.Name switch
                {
                    "Storage__ConnectionString" => _databases[name],
                    "Messaging__RabbitMq" => _network!.Broker,
                    "Redis__ConnectionString" => _network!.Store,
                    _ => MountedSecrets.ValueOf(secret),
                };
            }
        }

        return told;
    }

    /// <summary>A cluster mounts secrets for the pod's group; here they are for everybody.</summary>
    private static void LetRead(string root)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Append(root))
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            }
        }
    }
}
