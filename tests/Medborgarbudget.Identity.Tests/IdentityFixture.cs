using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Medborgarbudget.TestKit.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Identity.Tests;

/// <summary>The Identity host with tokens of the test's own making.</summary>
public abstract class IdentityFixture(StorageKind storage) : ServiceFixture(storage)
{
    public const string NetworkLeaderKey = "nils";

    /// <summary>The database file, where it is SQLite.</summary>
    public string DatabaseFile => Path.Combine(Folder, "service.db");

    public string KeyEncryptionKeyFile => Path.Combine(Folder, "keys", "kek.json");

    /// <summary>Makes an organisation known, as Network's event does.</summary>
    public async Task<OrganisationId> AddOrganisationAsync(CancellationToken cancellationToken)
    {
        var id = Id.New<OrganisationId>(Clock.GetUtcNow());
        await DeliverAsync(new OrganisationChanged(id.Value, 1, "Provköping", "provkoping", "Municipality", false, "Admitted"), cancellationToken);
        return id;
    }

    /// <summary>Makes a person known, as a sign-in does.</summary>
    public async Task<PersonId> AddPersonAsync(CancellationToken cancellationToken)
    {
        await using var scope = Services.CreateAsyncScope();
        var key = new PersonKey(RollKeyType.Local, $"p-{Guid.NewGuid():N}");
        return await scope.ServiceProvider.GetRequiredService<PersonStore>().FindOrAddAsync(key, "Testperson", cancellationToken);
    }

    /// <summary>A token of the person as administrator.</summary>
    public string Administrator(PersonId person, OrganisationId organisation) =>
        Tokens.Person(person, new ServiceDefaults.Access.HeldRole(Contracts.Access.V1.Role.Administrator, organisation));

    protected override void Add(WebApplicationBuilder builder) => builder.AddIdentity();

    protected override void Map(WebApplication app) => app.MapIdentity();

    protected override Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>
        {
            ["Identity:Issuer"] = TestTokens.Issuer,
            ["Identity:KeyFile"] = Path.Combine(Folder, "keys", "identity.json"),
            ["Identity:KeyEncryptionKeyFile"] = KeyEncryptionKeyFile,
            ["Identity:AllowHttp"] = "true",
            ["Identity:SimulatedEid"] = "true",
        });
}

/// <summary>On SQLite.</summary>
public sealed class SqliteIdentity() : IdentityFixture(StorageKind.Sqlite);

/// <summary>On the real PostgreSQL.</summary>
public sealed class PostgresIdentity() : IdentityFixture(StorageKind.Postgres);

/// <summary>On SQLite with its own tokens: people and services sign in as they do in the real system.</summary>
public sealed class SignInFixture() : IdentityFixture(StorageKind.Sqlite)
{
    public const string Issuer = "http://identity.test/";
    public const string ServiceSecret = "a secret of the test";
    public const string WebSecret = "another secret of the test";

    public string KeyFilePath => Path.Combine(Folder, "keys", "identity.json");

    protected override Task<IReadOnlyDictionary<string, string?>> MoreSettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string?>>(new Dictionary<string, string?>
        {
            ["Identity:Issuer"] = Issuer,
            ["Identity:KeyFile"] = Path.Combine(Folder, "keys", "identity.json"),
            ["Identity:KeyEncryptionKeyFile"] = KeyEncryptionKeyFile,
            ["Identity:AllowHttp"] = "true",
            ["Identity:SimulatedEid"] = "true",
            ["Identity:NetworkLeaders:0"] = NetworkLeaderKey,
            ["Identity:Services:budget:Secret"] = ServiceSecret,
            ["Identity:Web:Address"] = "http://web.test/",
            ["Identity:Web:Secret"] = WebSecret,
            ["Auth:Issuer"] = Issuer,
            ["Auth:KeysFile"] = null,
            ["Services:Identity:Address"] = "http://identity.test",
        });
}
