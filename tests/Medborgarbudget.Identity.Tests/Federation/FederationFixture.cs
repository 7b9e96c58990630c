using System.Collections.Concurrent;
using System.Security.Cryptography;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Identity.Tests.Features;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Medborgarbudget.TestKit.RealServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Medborgarbudget.Identity.Tests.Federation;

/// <summary>
/// Identity without the simulated e-ID and with four brokers: alfa (with a secret) and beta (with a key) stay, gamma is stopped and started by
/// tests, delta never answers. All but beta say the level in <c>acr</c>.
/// </summary>
public abstract class FederationFixture(StorageKind storage) : IdentityFixture(storage)
{
    public const string Issuer = "http://identity.test/";

    public const string WebSecret = "a secret of the web, of some length";

    private const string ClientSecret = "a secret of the test, of some length";

    private readonly ECDsa _clientKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<OidcProvider> _providers = [];

    /// <summary>Requires high.</summary>
    public static OrganisationId Strict { get; } = OrganisationId.From(new("11111111-1111-7111-8111-111111111111"));

    /// <summary>Takes low, through beta alone.</summary>
    public static OrganisationId OnlyBeta { get; } = OrganisationId.From(new("22222222-2222-7222-8222-222222222222"));

    public OidcProvider Alfa => _providers[0];

    public OidcProvider Gamma => _providers[2];

    /// <summary>Every line that the host logged, at any level.</summary>
    public ConcurrentQueue<string> Log { get; } = [];

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var provider in _providers)
        {
            await provider.DisposeAsync();
        }

        _clientKey.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Somebody who signs in strongly enough takes Bo into the roll, and voting opens.</summary>
    internal async Task OpenVoteAsync(RollDriver roll)
    {
        using var browser = new Browser(Http);
        var token = await browser.SignInAsync("beta", "bo-strong");
        await GrantAdministratorAsync(PersonId.From(Guid.Parse(new JsonWebToken(token).Subject)), roll.Organisation);
        var administrator = new RollService.RollServiceClient(As(await browser.SignInAsync("beta", "bo-strong")));
        await roll.EnterAsync("Determined");
        var import = await administrator.StartRollImportAsync(new StartRollImportRequest { SubBudgetId = roll.SubBudget.ToString(), ExtractDate = "2026-01-10" }, cancellationToken: TestContext.Current.CancellationToken);
        await administrator.PutRollImportPartAsync(
            new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = 1, Csv = $"key_type,key\npersonal_number,{BrokerPersons.Bo}\n" }, cancellationToken: TestContext.Current.CancellationToken);
        await administrator.CommitRollImportAsync(new CommitRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: TestContext.Current.CancellationToken);
        await roll.EnterAsync("Voting");
    }

    internal async Task GrantAdministratorAsync(PersonId person, OrganisationId organisation)
    {
        await using var scope = Services.CreateAsyncScope();
        var roles = scope.ServiceProvider.GetRequiredService<RoleStore>();
        var open = await roles.OpenGrantsAsync(organisation, person, TestContext.Current.CancellationToken);
        if (open.Count == 0)
        {
            var granted = RoleGrant.Redeem(organisation, person, [], PersonId.From(Guid.NewGuid()), Clock.GetUtcNow());
            await roles.AddAsync(granted.Value, TestContext.Current.CancellationToken);
        }
    }

    protected override void Add(WebApplicationBuilder builder)
    {
        // The brokers live in the machine's time, so we must too.
        Clock.AdjustTime(TimeProvider.System.GetUtcNow());
        builder.Logging.SetMinimumLevel(LogLevel.Trace).Services.AddSingleton<ILoggerProvider>(new LogLines(Log));
        base.Add(builder);
    }

    protected override async Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync()
    {
        var keyFile = Path.Combine(Folder, "client.pem");
        await File.WriteAllTextAsync(keyFile, _clientKey.ExportPkcs8PrivateKeyPem());
        var settings = new Dictionary<string, string?>
        {
            ["Identity:Issuer"] = Issuer,
            ["Identity:KeyFile"] = Path.Combine(Folder, "keys", "identity.json"),
            ["Identity:KeyEncryptionKeyFile"] = KeyEncryptionKeyFile,
            ["Identity:AllowHttp"] = "true",
            ["Identity:Web:Address"] = "http://web.test/",
            ["Identity:Web:Secret"] = WebSecret,
            ["Auth:Issuer"] = Issuer,
            ["Auth:KeysFile"] = null,
            ["Services:Identity:Address"] = "http://identity.test",
            [$"Identity:Organisations:{Strict}:RequiredLevel"] = "high",
            [$"Identity:Organisations:{OnlyBeta}:RequiredLevel"] = "low",
            [$"Identity:Organisations:{OnlyBeta}:Brokers:0"] = "beta",
        };
        await AddBrokerAsync(settings, "alfa", "acr");
        await AddBrokerAsync(settings, "beta", "loa", keyFile);
        await AddBrokerAsync(settings, "gamma", "acr");
        Configure(settings, "delta", $"http://127.0.0.1:{FreePort.Take()}", "acr", keyFile: null);
        return settings;
    }

    private async Task AddBrokerAsync(Dictionary<string, string?> settings, string name, string levelClaim, string? keyFile = null)
    {
        var provider = await OidcProvider.StartAsync(SettingsOf(name, levelClaim, keyFile is not null), TestContext.Current.CancellationToken);
        _providers.Add(provider);
        Configure(settings, name, provider.Issuer, levelClaim, keyFile);
    }

    private static void Configure(Dictionary<string, string?> settings, string name, string issuer, string levelClaim, string? keyFile)
    {
        var broker = $"Identity:Brokers:{name}";
        settings[$"{broker}:Issuer"] = issuer;
        settings[$"{broker}:ClientId"] = "medborgarbudget";
        settings[$"{broker}:ClientSecret"] = keyFile is null ? ClientSecret : null;
        settings[$"{broker}:ClientKeyFile"] = keyFile;
        settings[$"{broker}:PersonalNumberClaim"] = "personal_number";
        settings[$"{broker}:LevelClaim"] = levelClaim;
        settings[$"{broker}:Levels:low:0"] = "http://id.swedenconnect.test/loa/1.0/loa2";
        settings[$"{broker}:Levels:substantial:0"] = "http://id.swedenconnect.test/loa/1.0/loa3";
        settings[$"{broker}:Levels:high:0"] = "http://id.swedenconnect.test/loa/1.0/loa4";
        settings[$"{broker}:Title:sv"] = $"Påhittat leg {name}";
        settings[$"{broker}:Title:en"] = $"Made-up ID {name}";
    }

    private object SettingsOf(string name, string levelClaim, bool hasKey)
    {
        var redirects = new[] { $"{Issuer}eid/{name}/callback" };
        var afterwards = new[] { $"{Issuer}eid/{name}/signed-out" };
        return new
        {
            levelClaim,
            client = hasKey
                ? (object)new { client_id = "medborgarbudget", token_endpoint_auth_method = "private_key_jwt", token_endpoint_auth_signing_alg = "ES256", redirect_uris = redirects, post_logout_redirect_uris = afterwards, jwks = new { keys = new[] { PublicKey() } } }
                : new { client_id = "medborgarbudget", client_secret = ClientSecret, token_endpoint_auth_method = "client_secret_post", redirect_uris = redirects, post_logout_redirect_uris = afterwards },
            persons = BrokerPersons.All,
        };
    }

    private object PublicKey()
    {
        var jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(_clientKey));
        return new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, use = "sig" };
    }
}

/// <summary>On SQLite.</summary>
public sealed class SqliteFederation() : FederationFixture(StorageKind.Sqlite);

/// <summary>On the real PostgreSQL.</summary>
public sealed class PostgresFederation() : FederationFixture(StorageKind.Postgres);

/// <summary>The persons that every broker knows: numbers are Skatteverket's published test numbers.</summary>
internal static class BrokerPersons
{
    public const string Bo = "199602292386";

    private const string Loa = "http://id.swedenconnect.test/loa/1.0/loa";

    public static IReadOnlyDictionary<string, BrokerPerson> All { get; } = new Dictionary<string, BrokerPerson>
    {
        ["bo"] = new(Bo, "Bo Låtsas", Loa + "3"),
        ["bo-strong"] = new("19960229-2386", "Bo Låtsas", Loa + "4"),
        ["asta"] = new("199503232390", "Asta Låtsas", Loa + "3"),
        ["bo-weak"] = new("9602292386", "Bo Låtsas", Loa + "2"),
        ["no-number"] = new(null, "Nils Nummerlös", Loa + "4"),
        ["bad-number"] = new("199602292387", "Berit Felsiffra", Loa + "4"),
        ["odd-level"] = new(Bo, "Bo Låtsas", Loa + "9"),
        ["no-level"] = new(Bo, "Bo Låtsas", null),
    };
}

/// <summary>What a broker says of a person; null says nothing.</summary>
internal sealed record BrokerPerson(
    [property: System.Text.Json.Serialization.JsonPropertyName("number")] string? Number,
    [property: System.Text.Json.Serialization.JsonPropertyName("name")] string Name,
    [property: System.Text.Json.Serialization.JsonPropertyName("level")] string? Level);
