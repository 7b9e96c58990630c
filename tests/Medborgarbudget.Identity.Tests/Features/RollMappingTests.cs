using Grpc.Core;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.ServiceDefaults.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WireMapping = Medborgarbudget.Contracts.Identity.V1.RollMapping;
using WireState = Medborgarbudget.Contracts.Identity.V1.RollImportState;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class RollMappingOnSqlite(SqliteIdentity host) : RollMappingTests(host), IClassFixture<SqliteIdentity>;

public sealed class RollMappingOnPostgres(PostgresIdentity host) : RollMappingTests(host), IClassFixture<PostgresIdentity>;

public abstract class RollMappingTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Extract_with_columns_of_its_own_is_taken_in()
    {
        var roll = await DeterminedAsync();
        var import = await StartAsync(roll, Mapping());
        await roll.PutAsync(import, 1, "Personnr|Efternamn|Nyckelkod\n19960229-2386|Testdotter|0101\n199512312381|Testson|0203\n19960601-2392|Testdotter|\n");
        (await roll.CommitAsync(import)).Rows.ShouldBe(3);
        (await AreasAsync(import)).ShouldBe(["Norr", "Söder", ""]);
        (await roll.GetAsync(import)).Mapping.ShouldBe(Mapping());
    }

    [Fact]
    public async Task Unknown_area_code_is_told_by_line_without_it_and_nothing_is_taken_in()
    {
        var roll = await DeterminedAsync();
        var import = await StartAsync(roll, Mapping());
        await roll.PutAsync(import, 1, "Personnr|Nyckelkod\n19960229-2386|0101\n199512312381|hemlig\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        var faulty = await roll.GetAsync(import);
        faulty.State.ShouldBe(WireState.Faulty);
        faulty.Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe([(3, RollFaults.AreaUnknown)]);
        faulty.Faults.ToString().ShouldNotContain("hemlig");
        (await AreasAsync(import)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Column_that_is_not_there_is_told_on_the_first_line()
    {
        var roll = await DeterminedAsync();
        var import = await StartAsync(roll, Mapping());
        await roll.PutAsync(import, 1, "Personnr|Kommun\n19960229-2386|0101\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        (await roll.GetAsync(import)).Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe([(1, RollFaults.ColumnMissing)]);
    }

    [Fact]
    public async Task Faulty_mapping_opens_no_import_and_every_fault_is_told()
    {
        var roll = await DeterminedAsync();
        var mapping = new WireMapping
        {
            Separator = "x",
            Fields =
            {
                new RollMappingField { Field = "name", Column = "Efternamn" },
                new RollMappingField { Field = "key", Constant = "199602292386" },
                new RollMappingField { Field = "key_type", Column = "Typ", Constant = "passport" },
                new RollMappingField { Field = "key_type", Column = "Typ" },
            },
            Areas = { new RollMappingArea { Code = "1", Area = "Norr" }, new RollMappingArea { Code = "1", Area = "" } },
        };
        var refused = await Should.ThrowAsync<RpcException>(() => StartAsync(roll, mapping));
        var error = refused.ToError();
        error.Code.ShouldBe("request.invalid");
        error.Faults.Select(fault => fault.Field).ShouldBe(
            [
                "mapping.separator", "mapping.fields[0].field", "mapping.fields[1].constant", "mapping.fields[2]", "mapping.fields[2].constant",
                "mapping.fields[3].field", "mapping.fields", "mapping.areas", "mapping.areas[1].area", "mapping.areas[1].code",
            ],
            ignoreOrder: true);
        refused.ToString().ShouldNotContain("2386");
    }

    [Fact]
    public async Task Mapping_of_changes_says_what_becomes_of_an_entry()
    {
        var roll = await DeterminedAsync();
        await roll.ImportAsync("key_type,key,area\npersonal_number,199602292386,Norr\npersonal_number,199512312381,Norr\n");
        var moved = Mapping();
        moved.Fields.Add(new RollMappingField { Field = "change", Column = "Händelse" });
        var import = await roll.StartChangesAsync(moved);
        await roll.PutAsync(import, 1, "Personnr|Nyckelkod|Händelse\n19960229-2386|0203|put\n199512312381|2480|remove\n");
        (await roll.CommitAsync(import)).Mapping.ShouldBe(moved);
        var died = Mapping();
        died.Fields.Add(new RollMappingField { Field = "change", Constant = "remove" });
        import = await roll.StartChangesAsync(died);
        await roll.PutAsync(import, 1, "Personnr|Nyckelkod\n199512312381|\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        (await roll.GetAsync(import)).Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe([(2, RollFaults.KeyNotOnRoll)]);
    }

    [Fact]
    public async Task Mapping_tells_of_changes_where_the_import_is_one_and_only_there()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(1);
        (await FieldsAsync(() => roll.StartChangesAsync(Mapping()))).ShouldBe(["mapping.fields"]);
        var mapping = Mapping();
        mapping.Fields.Add(new RollMappingField { Field = "change", Constant = "delete" });
        (await FieldsAsync(() => StartAsync(roll, mapping))).ShouldBe(["mapping.fields[3].constant", "mapping.fields"]);
    }

    private static async Task<IReadOnlyList<string>> FieldsAsync(Func<Task<RollImport>> start) =>
        [.. (await Should.ThrowAsync<RpcException>(start)).ToError().Faults.Select(fault => fault.Field)];

    private static WireMapping Mapping() => new()
    {
        Separator = "|",
        Fields =
        {
            new RollMappingField { Field = "key_type", Constant = "personal_number" },
            new RollMappingField { Field = "key", Column = "personnr" },
            new RollMappingField { Field = "area", Column = "Nyckelkod" },
        },
        Areas = { new RollMappingArea { Code = "0101", Area = "Norr" }, new RollMappingArea { Code = "0203", Area = "Söder" } },
    };

    private static async Task<RollImport> StartAsync(RollDriver roll, WireMapping mapping) => await roll.Administrator.StartRollImportAsync(
        new StartRollImportRequest { SubBudgetId = roll.SubBudget.ToString(), ExtractDate = "2027-01-10", Mapping = mapping }, cancellationToken: Cancel);

    private async Task<RollDriver> DeterminedAsync()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        return roll;
    }

    private async Task<IReadOnlyList<string>> AreasAsync(RollImport import)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var id = RollImportId.From(Guid.Parse(import.RollImportId));
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().RollEntries
            .Where(row => row.ImportId == id).OrderBy(row => row.Serial).Select(row => row.Area).ToListAsync(Cancel);
    }
}
