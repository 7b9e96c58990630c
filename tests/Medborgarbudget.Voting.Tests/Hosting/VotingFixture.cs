using System.Security.Cryptography;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.ServiceDefaults.Hosting;
using Medborgarbudget.TestKit.Hosting;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.TestStores;
using Medborgarbudget.Voting.Intake;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using V1 = Medborgarbudget.Contracts.Voting.V1;

namespace Medborgarbudget.Voting.Tests.Hosting;

/// <summary>A Voting host with its neighbours and a store.</summary>
public abstract class VotingFixture(StorageKind storage) : ServiceFixture(storage)
{
    private BallotTokenIssuer? _ballots;
    private Neighbours? _neighbours;

    public const string WitnessName = "granne";

    public StorageKind Storage { get; } = storage;

    /// <summary>The key of the witness that manifests name.</summary>
    public ECDsa Witness { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public BallotTokenIssuer Ballots => _ballots!;

    public Neighbours Neighbours => _neighbours!;

    /// <summary>The database, for tests that get in its way.</summary>
    public string ConnectionString => Configuration["Storage:ConnectionString"]!;

    public IConfiguration Configuration => Services.GetRequiredService<IConfiguration>();

    public static byte[] NewVoter() => RandomNumberGenerator.GetBytes(Pseudonym.Length);

    public V1.VotingService.VotingServiceClient Client(string? token = null, string? key = null) => new(As(token, key));

    /// <summary>Another instance of the service on the same store and database.</summary>
    public async Task<SecondInstance> StartSecondAsync(
        Action<WebApplicationBuilder>? change = null, string environment = "Test", TimeProvider? clock = null)
    {
        var socket = Path.Combine(Folder, Guid.NewGuid().ToString("N")[..8]);
        var settings = Configuration.AsEnumerable().Where(setting => setting.Value is not null).ToDictionary();
        settings["Listen:Socket"] = socket;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(settings);
        change?.Invoke(builder);
        builder.Services.AddSingleton(clock ?? Clock);
        Add(builder);
        var app = builder.Build();
        Map(app);
        await app.StartAsync(Stop.Token);
        return new SecondInstance(app, ServiceAddress.Parse($"unix:{socket}", "voting"));
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Eventually.HoldsAsync(async () => (await Http.GetAsync("/health")).IsSuccessStatusCode);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_neighbours is not null)
        {
            await _neighbours.DisposeAsync();
        }

        await base.DisposeAsync();
        _ballots?.Dispose();
        Witness.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<string> StartStoreAsync();

    protected override void Add(WebApplicationBuilder builder) => builder.AddVoting();

    protected override void Map(WebApplication app) => app.MapVoting();

    protected override async Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync()
    {
        _ballots = new BallotTokenIssuer(Clock, Folder);
        _neighbours = await Neighbours.StartAsync(Folder, _ballots.KeysFile);
        return new Dictionary<string, string?>
        {
            ["Redis:ConnectionString"] = await StartStoreAsync(),
            ["Voting:BallotKeysFile"] = _ballots.KeysFile,
            ["Voting:LogKeyFile"] = Path.Combine(Folder, "voting.keys"),
            ["Voting:Witnesses:0:Name"] = WitnessName,
            ["Voting:Witnesses:0:Key"] = Convert.ToBase64String(Witness.ExportSubjectPublicKeyInfo()),
            ["Voting:CastsPerMinute"] = "1000000",
            ["Voting:LedgerPatienceSeconds"] = "5",

            // The clock of the tests stands at another time than the store's.
            ["Voting:MostClockDriftSeconds"] = "0",
            ["Services:Screening:Address"] = _neighbours.Address,
            ["Services:Identity:Address"] = _neighbours.Address,
        };
    }
}

/// <summary>SQLite and Garnet.</summary>
public sealed class EmbeddedVoting() : VotingFixture(StorageKind.Sqlite)
{
    private GarnetStore? _store;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _store?.Dispose();
    }

    protected override Task<string> StartStoreAsync()
    {
        _store = new GarnetStore();
        return Task.FromResult(_store.Configuration);
    }
}

/// <summary>PostgreSQL and Redis.</summary>
public sealed class RealVoting() : VotingFixture(StorageKind.Postgres)
{
    private RedisDatabase? _store;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    protected override async Task<string> StartStoreAsync()
    {
        _store = await RedisServer.CreateDatabaseAsync(Stop.Token);
        return _store.Configuration;
    }
}

/// <summary>PostgreSQL and a Redis Cluster.</summary>
public sealed class ClusteredVoting() : VotingFixture(StorageKind.Postgres)
{
    protected override Task<string> StartStoreAsync() => RedisCluster.SharedAsync(Stop.Token);
}

/// <summary>A second process, as far as store and ledger can tell.</summary>
public sealed class SecondInstance(WebApplication app, ServiceAddress address) : IAsyncDisposable
{
    private readonly GrpcChannel _channel =
        address.OpenChannel();

    public IServiceProvider Services => app.Services;

    /// <summary>Whether it takes ballots.</summary>
    public bool IsReady => app.Services.GetRequiredService<IntakeGate>().IsOpen;

    public V1.VotingService.VotingServiceClient Client(string token, string key) => new(_channel.Intercept(metadata =>
    {
        metadata.Add("Authorization", $"Bearer {token}");
        metadata.Add("Idempotency-Key", key);
        return metadata;
    }));

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

public static class Eventually
{
    /// <summary>Asks again until it holds, at most so many seconds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds, int seconds = 60)
    {
        for (var i = 0; i < seconds * 20; i++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50, Stop.Token);
        }

        Assert.Fail($"It did not come to hold within {seconds} s.");
    }
}
