using Medborgarbudget.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Tests.Storage;

public sealed class ModelTests
{
    [Fact]
    public void Sqlite_migrations_are_not_behind_the_model()
    {
        using var db = new IdentitySqliteDesign().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Postgres_migrations_are_not_behind_the_model()
    {
        using var db = new IdentityPostgresDesign().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void Role_and_phase_numbers_are_those_of_the_contract()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            ((Contracts.Access.V1.Role)role).ToString().ShouldBe(role.ToString());
        }

        Enum.GetValues<Contracts.Access.V1.Role>().Length.ShouldBe(Enum.GetValues<Role>().Length);
        Enum.GetNames<Contracts.Budget.V1.Phase>().Except(["Unspecified"]).ShouldBe(Enum.GetNames<Phase>().Except(["Unknown"]), ignoreOrder: true);
    }

    [Fact]
    public void Every_error_has_a_swedish_text()
    {
        var resources = new System.Resources.ResourceManager("Medborgarbudget.Identity.Errors", typeof(IdentityErrors).Assembly);
        var swedish = resources.GetResourceSet(System.Globalization.CultureInfo.GetCultureInfo("sv"), createIfNotExists: true, tryParents: false);
        foreach (var field in typeof(IdentityErrors).GetFields())
        {
            var error = (Kernel.Error)field.GetValue(null)!;
            swedish.ShouldNotBeNull().GetString(error.Code).ShouldNotBeNullOrWhiteSpace(error.Code);
        }
    }
}
