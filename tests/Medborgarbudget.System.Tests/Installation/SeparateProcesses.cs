using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Standalone;
using Medborgarbudget.Standalone.Demo;
using Medborgarbudget.System.Tests.Hosting;
using Medborgarbudget.TestKit.Hosting;

namespace Medborgarbudget.System.Tests.Installation;

/// <summary>
/// The system as in production: a process per service, each with a database of its own, two Voting and two gateways behind a load balancer, and real
/// PostgreSQL, Redis and RabbitMQ. What differs: one machine, loopback without TLS, and the simulated e-ID.
/// </summary>
internal sealed class SeparateProcesses : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _keys = Directory.CreateTempSubdirectory("mb-keys-").FullName;
    private readonly Dictionary<string, string> _secrets = EmptyServers.Services.Append("Gateway").Append("Web").ToDictionary(name => name, _ => RandomNumberGenerator.GetHexString(48));
    private readonly Dictionary<string, Uri> _addresses = EmptyServers.Services.Append("Web").Append(SecondVoting).ToDictionary(name => name, _ => FreeAddress());
    private readonly Uri[] _gateways = [FreeAddress(), FreeAddress()];
    private readonly IReadOnlyDictionary<string, string?> _more;
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly string _lineKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
    private RealBackends _servers;

    private const string SecondVoting = "Voting2";

    private SeparateProcesses(RealBackends servers, IReadOnlyDictionary<string, string?>? more) =>
        (_servers, _more) = (servers, more ?? new Dictionary<string, string?>());

    /// <summary>Where everybody comes: the load balancer.</summary>
    public Uri Address { get; } = FreeAddress();

    /// <summary>Where the first gateway serves gRPC.</summary>
    public Uri Grpc { get; } = FreeAddress();

    /// <summary>Both, each the only one that one of the gateways hands ballots to.</summary>
    public IReadOnlyList<ServiceProcess> Voting { get; private set; } = [];

    public IReadOnlyList<ServiceProcess> Gateways { get; private set; } = [];

    /// <summary>Where each gateway takes ballots.</summary>
    public IReadOnlyList<IPEndPoint> Intakes => [.. _gateways.Select(gateway => new IPEndPoint(IPAddress.Loopback, gateway.Port))];

    public string VotingDatabase => _servers.PostgresOf("Voting");

    /// <summary>Of Voting, for who reads its database.</summary>
    public IReadOnlyDictionary<string, string?> VotingStorage => new Dictionary<string, string?>
    {
        ["Storage:Provider"] = "postgres", ["Storage:ConnectionString"] = VotingDatabase,
    };

    /// <summary>Migrates every database and starts everything; returns when both gateways and all behind them are ready.</summary>
    /// <param name="more">Settings of all processes.</param>
    public static async Task<SeparateProcesses> StartAsync(RealBackends servers, CancellationToken cancellationToken, IReadOnlyDictionary<string, string?>? more = null)
    {
        var installation = new SeparateProcesses(servers, more);
        try
        {
            await installation.StartAllAsync(cancellationToken);
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills every process and starts as many at the same addresses, with the same secrets and keys, on other servers.</summary>
    public async Task MoveAsync(RealBackends servers, CancellationToken cancellationToken)
    {
        await EndAsync();
        _servers = servers;
        await StartAllAsync(cancellationToken);
    }

    /// <summary>Returns when everything that was started is ready.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _addresses.Values.Select(address => ReadyAsync(address, HttpVersion.Version20, cancellationToken))
            .Concat(_gateways.Select(address => ReadyAsync(address, HttpVersion.Version11, cancellationToken))));

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        Directory.Delete(_keys, recursive: true);
    }

    private async Task EndAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
        }

        _parts.Clear();
    }

    private async Task StartAllAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(EmptyServers.Services.Select(service => MigrateAsync(service, cancellationToken)));
        var running = EmptyServers.Services.ToDictionary(service => service, service => Started($"Medborgarbudget.{service}", OfService(service, service)));
        Voting = [running["Voting"], Started("Medborgarbudget.Voting", OfService("Voting", SecondVoting))];
        Started("Medborgarbudget.Web", OfWeb());
        Gateways =
        [
            Started("Medborgarbudget.Gateway", OfGateway(_gateways[0], Grpc, _addresses["Voting"])),
            Started("Medborgarbudget.Gateway", OfGateway(_gateways[1], FreeAddress(), _addresses[SecondVoting])),
        ];
        _parts.Add(await FrontDoor.OpenAsync(Address, _gateways, cancellationToken));
        await ReadyAsync(cancellationToken);
    }

    private async Task MigrateAsync(string service, CancellationToken cancellationToken)
    {
        await using var migration = new ServiceProcess($"Medborgarbudget.{service}", OfService(service, service));
        await migration.RunAsync("migrate", cancellationToken);
    }

    private ServiceProcess Started(string program, Dictionary<string, string?> settings)
    {
        var process = new ServiceProcess(program, settings);
        _parts.Add(process);
        process.Start();
        return process;
    }

    private Dictionary<string, string?> OfService(string service, string instance)
    {
        var settings = Everywhere();
        settings["Listen:Port"] = Text(_addresses[instance].Port);
        settings["Auth:ServiceSecret"] = _secrets[service];
        settings["Storage:Provider"] = "postgres";
        settings["Storage:ConnectionString"] = _servers.PostgresOf(service);
        settings["Messaging:Transport"] = "rabbitmq";
        settings["Messaging:RabbitMq"] = _servers.RabbitMq;
        settings["Redis:ConnectionString"] = _servers.Redis;
        settings["Voting:LogKeyFile"] = Path.Combine(_keys, "voting.keys");
        if (service == "Identity")
        {
            AddIdentity(settings);
        }

        return settings;
    }

    private void AddIdentity(Dictionary<string, string?> settings)
    {
        settings["Identity:Issuer"] = Address.ToString();
        settings["Identity:KeyFile"] = Path.Combine(_keys, "identity.keys");
        settings["Identity:KeyEncryptionKeyFile"] = Path.Combine(_keys, "identity-kek.keys");
        settings["Identity:AllowHttp"] = "true";
        settings["Identity:SimulatedEid"] = "true";
        settings["Identity:NetworkLeaders:0"] = DemoPersons.NetworkLeader;
        settings["Identity:Web:Address"] = Address.ToString();
        settings["Identity:Web:Secret"] = _secrets["Web"];
        foreach (var service in EmptyServers.Services.Append("Gateway"))
        {
            settings[$"Identity:Services:{service}:Secret"] = _secrets[service];
        }
    }

    private Dictionary<string, string?> OfWeb()
    {
        var settings = Everywhere();
        settings["Listen:Port"] = Text(_addresses["Web"].Port);
        settings["Gateway:Address"] = Address.ToString();
        settings["Web:ClientSecret"] = _secrets["Web"];
        return settings;
    }

    private Dictionary<string, string?> OfGateway(Uri address, Uri grpc, Uri voting)
    {
        var settings = Everywhere();
        settings["Auth:ServiceSecret"] = _secrets["Gateway"];
        settings["Services:Voting:Address"] = voting.ToString();
        settings["Services:Web:Address"] = _addresses["Web"].ToString();
        settings["Redis:ConnectionString"] = _servers.Redis;
        settings["Gateway:WaitingRoom:Key"] = _lineKey;
        settings["Gateway:Port"] = Text(address.Port);
        settings["Gateway:GrpcPort"] = Text(grpc.Port);
        settings["Gateway:LoopbackOnly"] = "true";
        return settings;
    }

    private Dictionary<string, string?> Everywhere()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Auth:Issuer"] = Address.ToString(), ["Logging:LogLevel:Default"] = "Warning", ["ASPNETCORE_ENVIRONMENT"] = "Test",
        };
        foreach (var service in EmptyServers.Services)
        {
            settings[$"Services:{service}:Address"] = _addresses[service].ToString();
        }

        foreach (var (key, value) in _more)
        {
            settings[key] = value;
        }

        return settings;
    }

    private async Task ReadyAsync(Uri address, Version version, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var http = new HttpClient { BaseAddress = address, DefaultRequestVersion = version, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        while (!await IsReadyAsync(http, limit.Token))
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not ready at {address}: {string.Join(Environment.NewLine, _parts.OfType<ServiceProcess>().Select(process => process.Log))}");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("health", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static Uri FreeAddress() => new($"http://127.0.0.1:{FreePort.Take()}/");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
