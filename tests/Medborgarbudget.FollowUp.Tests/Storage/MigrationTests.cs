using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Medborgarbudget.FollowUp.Tests.Storage;

public abstract class MigrationTests(FollowUpFixture followUp)
{
    [Fact]
    public async Task Migrations_are_not_behind_the_model()
    {
        await using var scope = followUp.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();

        db.Database.HasPendingModelChanges().ShouldBeFalse();
        (await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}

public sealed class MigrationSqliteTests(SqliteFollowUp followUp) : MigrationTests(followUp), IClassFixture<SqliteFollowUp>;

public sealed class MigrationPostgresTests(PostgresFollowUp followUp) : MigrationTests(followUp), IClassFixture<PostgresFollowUp>;
