using Medborgarbudget.Identity.Federation;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Medborgarbudget.Identity.Tests.Federation;

public sealed class BrokerConfigurationTests : IDisposable
{
    private const string Organisation = "11111111-1111-7111-8111-111111111111";

    private readonly string _folder = Directory.CreateTempSubdirectory("mb-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Installation_with_brokers_starts_in_production()
    {
        await using var app = Build("Production");
        app.MapIdentity();
        await app.MigrateAsync(TestContext.Current.CancellationToken);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Organisation_gets_the_usual_level_and_every_broker_unless_it_says_otherwise()
    {
        var trust = Trust(($"Identity:Organisations:{Organisation}:Brokers:0", "freja"));
        trust.General.Required.ShouldBe(LevelOfAssurance.Substantial);
        var named = trust.RuleOf(OrganisationId.From(Guid.Parse(Organisation)));
        named.Required.ShouldBe(LevelOfAssurance.Substantial);
        named.Eids.ShouldBe(["freja"]);
        trust.RuleOf(OrganisationId.From(Guid.NewGuid())).ShouldBe(trust.General);
    }

    [Theory]
    [InlineData("Identity:Brokers:freja:Issuer", null, "Identity:Brokers:freja:Issuer must be an absolute https address")]
    [InlineData("Identity:Brokers:freja:Issuer", "http://127.0.0.1:9", "Identity:Brokers:freja:Issuer must be an absolute https address")]
    [InlineData("Identity:Brokers:freja:Issuer", "freja.test", "Identity:Brokers:freja:Issuer must be an absolute https address")]
    [InlineData("Identity:Brokers:freja:ClientId", "", "Identity:Brokers:freja:ClientId is missing")]
    [InlineData("Identity:Brokers:freja:ClientSecret", null, "either ClientSecret or ClientKeyFile")]
    [InlineData("Identity:Brokers:freja:ClientKeyFile", "somewhere.pem", "either ClientSecret or ClientKeyFile")]
    [InlineData("Identity:Brokers:freja:PersonalNumberClaim", null, "Identity:Brokers:freja:PersonalNumberClaim is missing")]
    [InlineData("Identity:Brokers:freja:Levels:high:0", null, "Identity:Brokers:freja:Levels must say")]
    [InlineData("Identity:Brokers:freja:Levels:higher:0", "loa5", "Identity:Brokers:freja:Levels:higher is no level")]
    [InlineData("Identity:Brokers:freja:Levels:low:0", "loa4", "repeats a value")]
    [InlineData("Identity:Brokers:freja:Title:en", null, "Identity:Brokers:freja:Title:en is missing")]
    [InlineData("Identity:Brokers:simulated:ClientId", "x", "Identity:Brokers:simulated is no name")]
    [InlineData("Identity:Brokers:Fre_ja:ClientId", "x", "Identity:Brokers:Fre_ja is no name")]
    [InlineData($"Identity:Organisations:{Organisation}:Brokers:0", "bankid", "names an e-ID that is not configured")]
    [InlineData($"Identity:Organisations:{Organisation}:Brokers:0", "simulated", "names an e-ID that is not configured")]
    [InlineData($"Identity:Organisations:{Organisation}:RequiredLevel", "loa3", "RequiredLevel is no level")]
    [InlineData("Identity:Organisations:provkoping:RequiredLevel", "high", "is no organisation's id")]
    [InlineData("Identity:RequiredLevel", "strong", "Identity:RequiredLevel is no level")]
    [InlineData("Identity:NetworkLeaders:0", "nils", "Identity:NetworkLeaders has an entry")]
    public void Faulty_configuration_does_not_start_and_says_which_key_is_wrong(string key, string? value, string problem)
    {
        var refusal = Should.Throw<InvalidOperationException>(() => Build("Production", (key, value)));
        refusal.Message.ShouldContain(problem);
        refusal.Message.ShouldNotContain("a secret of the test");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_without_a_private_key_does_not_start(bool isPublicKey)
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var file = Path.Combine(_folder, "client.pem");
        File.WriteAllText(file, isPublicKey ? rsa.ExportSubjectPublicKeyInfoPem() : "no key");
        (string, string?)[] settings = [("Identity:Brokers:freja:ClientSecret", null), ("Identity:Brokers:freja:ClientKeyFile", file)];
        Should.Throw<InvalidOperationException>(() => Build("Production", settings)).Message.ShouldContain("Identity:Brokers:freja:ClientKeyFile holds no private key");
        File.WriteAllText(file, rsa.ExportPkcs8PrivateKeyPem());
        Trust(settings).Brokers.Single().ClientKey!.Algorithm.ShouldBe("RS256");
    }

    private EidTrust Trust(params (string Key, string? Value)[] more)
    {
        using IDisposable app = Build("Production", more);
        return ((WebApplication)app).Services.GetRequiredService<IdentitySettings>().Trust;
    }

    private WebApplication Build(string environment, params (string Key, string? Value)[] more)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Identity:Issuer"] = "https://identity.test/",
            ["Identity:KeyFile"] = Path.Combine(_folder, "identity.json"),
            ["Identity:KeyEncryptionKeyFile"] = Path.Combine(_folder, "kek.json"),
            ["Storage:Provider"] = "sqlite",
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(_folder, "service.db")}",
            ["Messaging:Transport"] = "in-process",
            ["Auth:Issuer"] = "https://identity.test/",
            ["Listen:Socket"] = Path.Combine(_folder, "s"),
            ["Identity:Brokers:freja:Issuer"] = "https://broker.test",
            ["Identity:Brokers:freja:ClientId"] = "mb",
            ["Identity:Brokers:freja:ClientSecret"] = "a secret of the test",
            ["Identity:Brokers:freja:PersonalNumberClaim"] = "personal_number",
            ["Identity:Brokers:freja:Levels:high:0"] = "loa4",
            ["Identity:Brokers:freja:Title:sv"] = "Påhittat leg",
            ["Identity:Brokers:freja:Title:en"] = "Made-up ID",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection(settings.Where(setting => setting.Value is not null));
        builder.Logging.ClearProviders();
        builder.AddIdentity();
        return builder.Build();
    }
}
