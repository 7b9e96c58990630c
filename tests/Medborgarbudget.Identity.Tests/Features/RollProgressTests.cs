using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Rolls;
using Medborgarbudget.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WireState = Medborgarbudget.Contracts.Identity.V1.RollImportState;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class RollProgressOnSqlite(SqliteIdentity host) : RollProgressTests(host), IClassFixture<SqliteIdentity>;

public sealed class RollProgressOnPostgres(PostgresIdentity host) : RollProgressTests(host), IClassFixture<PostgresIdentity>;

/// <summary>An import on its way: how far it is, how it is stopped, and what was wrong with it.</summary>
public abstract class RollProgressTests(IdentityFixture host)
{
    private const int Step = 25_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_tells_how_far_it_is_read_and_stops_where_it_is_cancelled()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(5);
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, Rows(Step + 1));
        await roll.PutAsync(import, 2, "local,last\n");
        var id = RollImportId.From(Guid.Parse(import.RollImportId));
        await using var scope = host.Services.CreateAsyncScope();
        var (rolls, store) = (scope.ServiceProvider.GetRequiredService<RollStore>(), scope.ServiceProvider.GetRequiredService<RollImportStore>());
        (await store.BeginReadingAsync(id, host.Clock.GetUtcNow(), Cancel)).ShouldBeTrue();
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_import_not_open");
        (await Failures.CodeOf(() => roll.PutAsync(import, 2, "x"))).ShouldBe("identity.roll_import_not_open");

        var steps = new List<(int Rows, WireState State)>();
        var reading = await scope.ServiceProvider.GetRequiredService<RollReader>().CheckAsync(
            (await rolls.FindSubBudgetAsync(roll.SubBudget, Cancel))!,
            (await rolls.FindImportAsync(id, Cancel))!,
            [1, 2],
            async rows =>
            {
                var goesOn = await store.NoteProgressAsync(id, rows, host.Clock.GetUtcNow(), Cancel);
                var seen = await roll.GetAsync(import);
                steps.Add((seen.Rows, seen.State));
                if (goesOn)
                {
                    await CancelAsync(roll, import);
                }

                return goesOn;
            },
            Cancel);

        reading.ShouldBeNull();
        steps.ShouldBe([(Step, WireState.Reading), (Step, WireState.Cancelled)]);
        (await store.HoldReadingAsync(id, Cancel)).ShouldBeFalse();
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_import_not_open");
        (await Failures.CodeOf(() => CancelAsync(roll, import))).ShouldBe("identity.roll_import_not_open");
        (await roll.SummaryAsync()).Entries.ShouldBe(5);
        (await PartsAsync(id)).ShouldBe(0);
    }

    [Fact]
    public async Task Open_import_is_cancelled_and_its_text_is_gone()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, Rows(3));
        (await CancelAsync(roll, import)).State.ShouldBe(WireState.Cancelled);
        (await roll.GetAsync(import)).State.ShouldBe(WireState.Cancelled);
        (await PartsAsync(RollImportId.From(Guid.Parse(import.RollImportId)))).ShouldBe(0);
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_import_not_open");
    }

    [Fact]
    public async Task Committed_import_cannot_be_cancelled()
    {
        var roll = await DeterminedAsync();
        var import = await roll.ImportLocalAsync(3);
        (await Failures.CodeOf(() => CancelAsync(roll, import))).ShouldBe("identity.roll_import_not_open");
        (await roll.SummaryAsync()).Entries.ShouldBe(3);
    }

    [Fact]
    public async Task Import_whose_reader_is_gone_for_two_minutes_is_read_by_another()
    {
        var roll = await DeterminedAsync();
        var import = RollImportId.From(Guid.Parse((await roll.StartAsync()).RollImportId));
        await using var scope = host.Services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<RollImportStore>();
        var now = host.Clock.GetUtcNow();
        (await store.BeginReadingAsync(import, now, Cancel)).ShouldBeTrue();
        (await store.NoteProgressAsync(import, Step, now.AddMinutes(1), Cancel)).ShouldBeTrue();
        (await store.BeginReadingAsync(import, now.AddMinutes(3), Cancel)).ShouldBeFalse();
        (await store.BeginReadingAsync(import, now.AddMinutes(3).AddSeconds(1), Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task Import_that_was_given_up_is_open_again()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 2, "local,k1\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_part_missing");
        (await roll.GetAsync(import)).State.ShouldBe(WireState.Open);
        await roll.PutAsync(import, 1, "key_type,key\n");
        (await roll.CommitAsync(import)).Rows.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Every_fault_is_listed_by_line_page_after_page(int size)
    {
        const int Faulty = 250;
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, "key_type,key\nlocal,right\n" + string.Concat(Enumerable.Repeat("nothing,x\n", Faulty)));
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        var faults = new List<RollFault>();
        var token = "";
        do
        {
            var page = await ListAsync(roll, import, size, token);
            faults.AddRange(page.Faults);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        faults.Select(fault => fault.Line).ShouldBe(Enumerable.Range(3, Faulty));
        faults.ShouldAllBe(fault => fault.Code == RollFaults.KeyTypeUnknown);
        faults.Take(100).ShouldBe((await roll.GetAsync(import)).Faults);
    }

    [Fact]
    public async Task Import_without_faults_lists_none()
    {
        var roll = await DeterminedAsync();
        (await ListAsync(roll, await roll.ImportLocalAsync(1), 0, "")).Faults.ShouldBeEmpty();
    }

    private static string Rows(int count) => "key_type,key\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"local,k{i}\n"));

    private static Task<RollImport> CancelAsync(RollDriver roll, RollImport import) =>
        roll.Administrator.CancelRollImportAsync(new CancelRollImportRequest { RollImportId = import.RollImportId }, cancellationToken: Cancel).ResponseAsync;

    private static Task<ListRollFaultsResponse> ListAsync(RollDriver roll, RollImport import, int size, string token) => roll.Administrator.ListRollFaultsAsync(
        new ListRollFaultsRequest { RollImportId = import.RollImportId, PageSize = size, PageToken = token }, cancellationToken: Cancel).ResponseAsync;

    private async Task<int> PartsAsync(RollImportId import)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().RollImportParts.CountAsync(row => row.ImportId == import, Cancel);
    }

    private async Task<RollDriver> DeterminedAsync()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        return roll;
    }
}
