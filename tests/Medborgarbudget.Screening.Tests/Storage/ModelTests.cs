using System.Globalization;
using System.Resources;
using Medborgarbudget.Kernel;
using Medborgarbudget.Screenings.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Screenings.Tests.Storage;

public sealed class ModelTests
{
    [Fact]
    public void No_migration_is_missing_for_sqlite()
    {
        using var db = new ScreeningDbSqliteDesign().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void No_migration_is_missing_for_postgres()
    {
        using var db = new ScreeningDbPostgresDesign().CreateDbContext([]);
        db.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public void States_outcomes_and_phases_are_those_of_the_contract()
    {
        NumbersOf<ScreeningState>().ShouldBe(NumbersOf<Contracts.Screening.V1.ScreeningState>());
        NumbersOf<Feasibility>().ShouldBe(NumbersOf<Contracts.Screening.V1.Feasibility>());
        Enum.GetNames<Phase>().Except(["Unknown"]).ShouldBe(Enum.GetNames<Contracts.Budget.V1.Phase>().Except(["Unspecified"]));
    }

    [Fact]
    public void Every_error_has_a_swedish_text()
    {
        var texts = new ResourceManager("Medborgarbudget.Screenings.Errors", typeof(ScreeningErrors).Assembly)
            .GetResourceSet(CultureInfo.GetCultureInfo("sv"), createIfNotExists: true, tryParents: false).ShouldNotBeNull();

        typeof(ScreeningErrors).GetFields().Select(field => ((Error)field.GetValue(null)!).Code)
            .Where(code => string.IsNullOrWhiteSpace(texts.GetString(code)))
            .ShouldBeEmpty();
    }

    private static IEnumerable<(string Name, int Number)> NumbersOf<TEnum>()
        where TEnum : struct, Enum => Enum.GetValues<TEnum>().Select(value => (value.ToString(), Convert.ToInt32(value, CultureInfo.InvariantCulture)));
}
