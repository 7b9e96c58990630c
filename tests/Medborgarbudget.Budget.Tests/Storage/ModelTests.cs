using Medborgarbudget.Budgets.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Budget.Tests.Storage;

public sealed class ModelTests
{
    [Fact]
    public void No_migration_is_missing_for_sqlite() =>
        new BudgetDbSqliteDesign().CreateDbContext([]).Database.HasPendingModelChanges().ShouldBeFalse();

    [Fact]
    public void No_migration_is_missing_for_postgres() =>
        new BudgetDbPostgresDesign().CreateDbContext([]).Database.HasPendingModelChanges().ShouldBeFalse();
}
