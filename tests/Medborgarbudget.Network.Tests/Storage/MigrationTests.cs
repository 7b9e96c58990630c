using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Network.Tests.Storage;

public abstract class MigrationTests(NetworkFixture network)
{
    [Fact]
    public async Task Migrations_are_not_behind_the_model()
    {
        await using var scope = network.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();

        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}

public sealed class MigrationSqliteTests(SqliteNetwork network) : MigrationTests(network), IClassFixture<SqliteNetwork>;

public sealed class MigrationPostgresTests(PostgresNetwork network) : MigrationTests(network), IClassFixture<PostgresNetwork>;
