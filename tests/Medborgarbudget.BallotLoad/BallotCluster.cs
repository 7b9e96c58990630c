using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.BallotLoad;

/// <summary>Where a cluster keeps its ballots.</summary>
/// <param name="Provider">postgres or sqlite.</param>
public sealed record ClusterStorage(string Provider, string ConnectionString, string Redis);

/// <summary>
/// The path of a ballot as processes: Voting, any number of them, and a gateway before each. No other service runs: none is needed.
/// </summary>
public sealed class BallotCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;

    private volatile IReadOnlyList<IPEndPoint>? _serving;

    private BallotCluster(ClusterStorage storage, string level)
    {
        Issuer = new BallotTokenIssuer(TimeProvider.System, _folder);
        Settings = new Dictionary<string, string?>
        {
            ["Messaging:Transport"] = "in-process",
            ["Auth:Issuer"] = BallotTokenIssuer.Issuer,
            ["Auth:KeysFile"] = WriteAccessKeys(),
            ["Voting:AcknowledgementLevel"] = level,
            ["Voting:BallotKeysFile"] = Issuer.KeysFile,
            ["Voting:LogKeyFile"] = Path.Combine(_folder, "voting.keys"),
            ["Logging:LogLevel:Default"] = "Warning",
            ["ASPNETCORE_ENVIRONMENT"] = "Test",
        };
        Take(storage);
    }

    public BallotTokenIssuer Issuer { get; }

    public Dictionary<string, string?> Settings { get; }

    public List<ServiceProcess> Voting { get; } = [];

    public List<ServiceProcess> Gateways { get; } = [];

    /// <summary>Where the first Voting answers its gateway.</summary>
    public IPEndPoint VotingAddress => _votingAddresses[0];

    /// <summary>Where each gateway takes ballots.</summary>
    public List<IPEndPoint> Addresses { get; } = [];

    /// <summary>The gateways that ballots are sent to: all, unless a <see cref="Balancer"/> chooses.</summary>
    public IReadOnlyList<IPEndPoint> Serving
    {
        get => _serving ?? Addresses;
        internal set => _serving = value;
    }

    public OpenVote Vote { get; private set; } = null!;

    public BallotRequests Requests { get; private set; } = null!;

    /// <summary>Migrates the database, opens a vote and starts the processes; returns when all are ready.</summary>
    /// <param name="copies">How many pairs of gateway and Voting.</param>
    /// <param name="more">Settings of all processes.</param>
    public static async Task<BallotCluster> StartAsync(
        ClusterStorage storage, int copies, CancellationToken cancellationToken, string level = "ledger", params IEnumerable<(string Key, string Value)> more)
    {
        var cluster = new BallotCluster(storage, level);
        foreach (var (key, value) in more)
        {
            cluster.Settings[key] = value;
        }

        try
        {
            await using (var migration = new ServiceProcess("Medborgarbudget.Voting", cluster.Settings))
            {
                await migration.RunAsync("migrate", cancellationToken);
            }

            await cluster.OpenVoteAsync(TimeSpan.FromDays(1), cancellationToken);
            for (var i = 0; i < copies; i++)
            {
                cluster.AddPair();
            }

            await cluster.WaitUntilReadyAsync(cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another vote in the same database; the requests are for it from now on.</summary>
    public async Task OpenVoteAsync(TimeSpan closesIn, CancellationToken cancellationToken, long electorate = 10_000)
    {
        Vote = await OpenVote.CreateAsync(Settings, closesIn, cancellationToken, electorate);
        Requests = new BallotRequests(Vote);
    }

    /// <summary>The ballot token of a voter in the vote, signed for itself.</summary>
    public string TokenOf(byte[] voter) => Issuer.Issue(Vote.Id, voter);

    /// <summary>Ballot tokens of many voters, 256 to a signature.</summary>
    public string[] TokensOf(IReadOnlyList<byte[]> voters) => Issuer.Issue(Vote.Id, voters);

    /// <summary>Lets the window of the vote end after a while.</summary>
    public Task EndAsync(TimeSpan after, CancellationToken cancellationToken) => Vote.EndAsync(Settings, after, cancellationToken);

    /// <summary>Lets the window of the vote end now, and returns when Voting has closed it and its log.</summary>
    public Task CloseAsync(CancellationToken cancellationToken) => CloseAsync(Patience, cancellationToken);

    /// <inheritdoc cref="CloseAsync(CancellationToken)"/>
    public async Task CloseAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        await Vote.EndAsync(Settings, TimeSpan.Zero, cancellationToken);
        while (!await Vote.IsClosedAsync(Settings, cancellationToken))
        {
            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"Not closed: {Voting[0].Log}");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Returns when every process that runs says that it is ready.</summary>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        for (var i = 0; i < Addresses.Count; i++)
        {
            while (!(await IsVotingReadyAsync(i, limit.Token) && await IsGatewayReadyAsync(i, limit.Token)))
            {
                if (limit.IsCancellationRequested)
                {
                    throw new TimeoutException($"Not ready: {Voting[i].Log} {Gateways[i].Log}");
                }

                await Task.Delay(50, cancellationToken);
            }
        }
    }

    public async Task<bool> IsVotingReadyAsync(int copy, CancellationToken cancellationToken)
    {
        using var voting = Client(_votingAddresses[copy], System.Net.HttpVersion.Version20);
        return await IsReadyAsync(voting, cancellationToken);
    }

    public async Task<bool> IsGatewayReadyAsync(int copy, CancellationToken cancellationToken)
    {
        using var gateway = Client(Addresses[copy], System.Net.HttpVersion.Version11);
        return await IsReadyAsync(gateway, cancellationToken);
    }

    /// <summary>Kills every process.</summary>
    public async Task KillAsync()
    {
        foreach (var process in Gateways.Concat(Voting))
        {
            await process.KillAsync();
        }
    }

    /// <summary>Starts as many processes as there were on other servers, with the keys they had, and returns when they are ready.</summary>
    public async Task MoveAsync(ClusterStorage storage, CancellationToken cancellationToken)
    {
        await DisposeProcessesAsync();
        var copies = Voting.Count;
        Voting.Clear();
        Gateways.Clear();
        Addresses.Clear();
        _votingAddresses.Clear();
        Take(storage);
        for (var i = 0; i < copies; i++)
        {
            AddPair();
        }

        await WaitUntilReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeProcessesAsync();
        Issuer.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private readonly List<IPEndPoint> _votingAddresses = [];

    private async Task DisposeProcessesAsync()
    {
        foreach (var process in Gateways.Concat(Voting))
        {
            await process.DisposeAsync();
        }
    }

    private void Take(ClusterStorage storage)
    {
        Settings["Storage:Provider"] = storage.Provider;
        Settings["Storage:ConnectionString"] = storage.ConnectionString;
        Settings["Redis:ConnectionString"] = storage.Redis;
    }

    /// <summary>Another gateway with the cluster's settings, started before a Voting or what stands for it, and where it takes ballots.</summary>
    /// <param name="more">Settings of its own.</param>
    public (ServiceProcess Gateway, IPEndPoint Address) StartGateway(IPEndPoint voting, params IEnumerable<(string Key, string Value)> more)
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort.Take());
        var settings = new Dictionary<string, string?>(Settings)
        {
            ["Gateway:Port"] = Text(address.Port),
            ["Gateway:GrpcPort"] = Text(FreePort.Take()),
            ["Gateway:LoopbackOnly"] = "true",
            ["Services:Voting:Address"] = $"http://{voting}",
            ["Redis:ConnectionString"] = null,
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var gateway = new ServiceProcess("Medborgarbudget.Gateway", settings);
        gateway.Start();
        return (gateway, address);
    }

    private void AddPair()
    {
        var address = new IPEndPoint(IPAddress.Loopback, FreePort.Take());
        var voting = new ServiceProcess("Medborgarbudget.Voting", new Dictionary<string, string?>(Settings) { ["Listen:Port"] = Text(address.Port) });
        voting.Start();
        var (gateway, intake) = StartGateway(address);
        _votingAddresses.Add(address);
        Addresses.Add(intake);
        Voting.Add(voting);
        Gateways.Add(gateway);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static HttpClient Client(IPEndPoint address, Version version) => new()
    {
        BaseAddress = new Uri($"http://{address}"),
        DefaultRequestVersion = version,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromSeconds(2),
    };

    private static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private string WriteAccessKeys()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(key) { KeyId = "access" });
        var path = Path.Combine(_folder, "access-jwks.json");
        File.WriteAllText(path, JsonSerializer.Serialize(new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = jwk.Kid, use = "sig" } } }));
        return path;
    }
}
