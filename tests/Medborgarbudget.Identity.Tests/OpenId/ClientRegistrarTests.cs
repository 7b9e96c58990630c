using Medborgarbudget.Identity.OpenId;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace Medborgarbudget.Identity.Tests.OpenId;

public sealed class ClientRegistrarOnSqlite(SqliteIdentity host) : ClientRegistrarTests(host), IClassFixture<SqliteIdentity>;

public sealed class ClientRegistrarOnPostgres(PostgresIdentity host) : ClientRegistrarTests(host), IClassFixture<PostgresIdentity>;

/// <summary>What a restart does with the clients of the configuration.</summary>
public abstract class ClientRegistrarTests(IdentityFixture host)
{
    private const string Client = "service-budget";
    private const string First = "a-secret-of-budget-0123456789abcdef";
    private const string Other = "another-secret-of-budget-0123456789";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changed_secret_takes_effect_at_the_next_start_and_an_unchanged_one_stays()
    {
        await StartAgainAsync(First);
        (await IsRightAsync(First)).ShouldBeTrue();
        await StartAgainAsync(Other);
        (await IsRightAsync(Other)).ShouldBeTrue();
        (await IsRightAsync(First)).ShouldBeFalse();
        await StartAgainAsync(Other);
        (await IsRightAsync(Other)).ShouldBeTrue();
    }

    private Task StartAgainAsync(string secret)
    {
        var settings = host.Services.GetRequiredService<IdentitySettings>() with { ServiceSecrets = new Dictionary<string, string> { ["budget"] = secret } };
        return new ClientRegistrar(host.Services.GetRequiredService<IServiceScopeFactory>(), settings).StartAsync(Cancel);
    }

    private async Task<bool> IsRightAsync(string secret)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var manager = scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>();
        return await manager.ValidateClientSecretAsync((await manager.FindByClientIdAsync(Client, Cancel))!, secret, Cancel);
    }
}
