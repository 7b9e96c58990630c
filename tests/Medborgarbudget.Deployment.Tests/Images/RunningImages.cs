using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.TestKit.Hosting;
using Medborgarbudget.TestKit.RealServers;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Deployment.Tests.Images;

/// <summary>What a container took until it said that it is ready, and what it holds when nobody asks it anything.</summary>
/// <param name="OwnBytes">Resident and its own alone; what it has mapped of its image's files is shared by all containers of a machine.</param>
internal sealed record StartFigures(TimeSpan Elapsed, TimeSpan Cpu, long ResidentBytes, long OwnBytes);

/// <summary>
/// Every built image, migrated and started as in production: another user than root, nothing writable but /tmp, no capability, real servers.
/// </summary>
public sealed class RunningImages(BuiltImages images) : IAsyncLifetime
{
    private const string Issuer = "https://test.invalid/";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _keys = Directory.CreateTempSubdirectory("mb-keys-").FullName;
    private readonly Dictionary<string, string> _containers = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly List<PostgresDatabase> _databases = [];
    private RabbitVirtualHost? _broker;
    private RedisDatabase? _store;

    internal Dictionary<string, StartFigures> Figures { get; } = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        WriteKeys();
        (_broker, _store) = (await RabbitServer.CreateVirtualHostAsync(Cancel), await RedisServer.CreateDatabaseAsync(Cancel));
        foreach (var name in BuiltImages.Names)
        {
            _ports[name] = FreePort.Take();
        }

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

        foreach (var resource in new IAsyncDisposable?[] { _broker, _store }.Concat(_databases))
        {
            await (resource?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        Directory.Delete(_keys, recursive: true);
    }

    /// <summary>Asks a running container over HTTP/2, or the gateway over HTTP/1.1.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> AskAsync(string name, string path)
    {
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"http://127.0.0.1:{_ports[name]}"),
            DefaultRequestVersion = name == "gateway" ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    internal Task<string> LogAsync(string name) => CommandLine.RunAsync("docker", Cancel, "logs", _containers[name]);

    internal Uri AddressOf(string name) => new($"http://127.0.0.1:{_ports[name]}");

    private async Task StartAsync(string name)
    {
        var settings = await SettingsAsync(name);
        if (settings.ContainsKey("Storage__Provider"))
        {
            await CommandLine.RunAsync("docker", Cancel, ["run", "--rm", .. Options(settings), images.Of(name), "migrate"]);
        }

        var watch = Stopwatch.StartNew();
        _containers[name] = await CommandLine.RunAsync("docker", Cancel, ["run", "--detach", .. Options(settings), images.Of(name)]);
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
            return (await AskAsync(name, "/health")).Status == HttpStatusCode.OK;
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
        var lines = await File.ReadAllLinesAsync($"/proc/{id}/status", Cancel);
        return new StartFigures(elapsed, process.TotalProcessorTime, process.WorkingSet64, BytesOf(lines, "RssAnon:") + BytesOf(lines, "RssShmem:"));
    }

    private static long BytesOf(string[] status, string field) =>
        1024 * long.Parse(status.Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, string>> SettingsAsync(string name)
    {
        var settings = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Auth__Issuer"] = Issuer,
            ["Auth__KeysFile"] = "/keys/access.json",
        };
        foreach (var (other, port) in _ports)
        {
            settings[$"Services__{other}__Address"] = $"http://127.0.0.1:{port}";
        }

        return name switch
        {
            "gateway" => Add(settings, ("Gateway__Port", Port(name)), ("Gateway__GrpcPort", $"{FreePort.Take()}")),
            "web" => Add(settings, ("Listen__Port", Port(name)), ("Gateway__Address", "http://127.0.0.1:1/"), ("Web__ClientSecret", "none")),
            _ => Add(await AddServersAsync(settings), ("Listen__Port", Port(name)),
                ("Voting__LogKeyFile", "/keys/log.pem"), ("Voting__BallotKeysFile", "/keys/ballot.json"),
                ("Identity__Issuer", Issuer), ("Identity__KeyFile", "/tmp/identity.keys"), ("Identity__KeyEncryptionKeyFile", "/tmp/kek.keys")),
        };
    }

    private async Task<Dictionary<string, string>> AddServersAsync(Dictionary<string, string> settings)
    {
        var database = await PostgresServer.CreateDatabaseAsync(Cancel);
        _databases.Add(database);
        return Add(settings, ("Storage__Provider", "postgres"), ("Storage__ConnectionString", database.ConnectionString),
            ("Messaging__Transport", "rabbitmq"), ("Messaging__RabbitMq", $"{_broker!.Address}"), ("Redis__ConnectionString", _store!.Configuration));
    }

    private string Port(string name) => $"{_ports[name]}";

    // The servers publish their ports on 127.0.0.1 of this machine alone.
    private IEnumerable<string> Options(Dictionary<string, string> settings) =>
    [
        "--network", "host", "--read-only", "--tmpfs", "/tmp:uid=10001,mode=0700", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
        "--memory", "512m", "--label", $"medborgarbudget.test.owner={Environment.ProcessId}", "--volume", $"{_keys}:/keys:ro",
        .. settings.SelectMany(setting => new[] { "--env", $"{setting.Key}={setting.Value}" }),
    ];

    private static Dictionary<string, string> Add(Dictionary<string, string> settings, params IEnumerable<(string Key, string Value)> more)
    {
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }

    private void WriteKeys()
    {
        using var log = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var access = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var ballot = RSA.Create(2048);
        Write("log.pem", log.ExportPkcs8PrivateKeyPem());
        Write("access.json", Jwks(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(access.ExportParameters(false))) { KeyId = "a" })));
        Write("ballot.json", Jwks(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(ballot.ExportParameters(false)) { KeyId = "b" })));
        Allow(_keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    private static string Jwks(JsonWebKey key) =>
        JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, kid = key.Kid, use = "sig", n = key.N, e = key.E, crv = key.Crv, x = key.X, y = key.Y } } });

    private void Write(string file, string content)
    {
        var path = Path.Combine(_keys, file);
        File.WriteAllText(path, content);
        Allow(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
    }

    private static void Allow(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
