using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.Voting.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Tests.Storage;

public sealed class MigrationTests
{
    [Fact]
    public void Sqlite_migrations_hold_the_whole_model() => IsBehind(new VotingDbSqliteDesign()).ShouldBeFalse();

    [Fact]
    public void Postgres_migrations_hold_the_whole_model() => IsBehind(new VotingDbPostgresDesign()).ShouldBeFalse();

    private static bool IsBehind<TDb>(Microsoft.EntityFrameworkCore.Design.IDesignTimeDbContextFactory<TDb> design)
        where TDb : ServiceDb
    {
        using var db = design.CreateDbContext([]);
        return db.Database.HasPendingModelChanges();
    }
}
