using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.Decision.Tests.Storage;

public abstract class MigrationTests(DecisionFixture decision)
{
    [Fact]
    public async Task Migrations_are_not_behind_the_model()
    {
        await using var scope = decision.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();

        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}

public sealed class MigrationSqliteTests(SqliteDecision decision) : MigrationTests(decision), IClassFixture<SqliteDecision>;

public sealed class MigrationPostgresTests(PostgresDecision decision) : MigrationTests(decision), IClassFixture<PostgresDecision>;
