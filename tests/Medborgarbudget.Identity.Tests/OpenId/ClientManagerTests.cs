using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.Tests.OpenId;

public sealed class ClientManagerOnSqlite(SqliteIdentity host) : ClientManagerTests(host), IClassFixture<SqliteIdentity>;

public sealed class ClientManagerOnPostgres(PostgresIdentity host) : ClientManagerTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Clients are looked up together; whoever asks badly spoils nobody else's answer.</summary>
public abstract class ClientManagerTests(IdentityFixture host)
{
    [Fact]
    public async Task Client_id_that_no_database_takes_spoils_no_other_lookup()
    {
        var asked = Enumerable.Range(0, 200).Select(i => i % 2 == 0 ? "mb-cli" : "mb\0cli").ToList();
        var found = await Task.WhenAll(asked.Select(IsKnownAsync));
        found.ShouldBe(asked.Select(id => id == "mb-cli"));
    }

    private async Task<bool> IsKnownAsync(string clientId)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        return await manager.FindByClientIdAsync(clientId, TestContext.Current.CancellationToken) is not null;
    }
}
