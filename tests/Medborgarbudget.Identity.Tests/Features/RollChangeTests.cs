using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireState = Medborgarbudget.Contracts.Identity.V1.RollImportState;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class RollChangeOnSqlite(SqliteIdentity host) : RollChangeTests(host), IClassFixture<SqliteIdentity>;

public sealed class RollChangeOnPostgres(PostgresIdentity host) : RollChangeTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Imports of changes: who moves in, out, elsewhere, or dies.</summary>
public abstract class RollChangeTests(IdentityFixture host)
{
    private const string Header = "key_type,key,area,change\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_put_and_remove_and_leave_all_others()
    {
        var roll = await DeterminedAsync();
        (await roll.ImportLocalAsync(4)).Changes.ShouldBeFalse();
        var changes = await roll.ChangeAsync(Header + "local,k2,,remove\nlocal,new,Söder,put\nlocal,k3,Söder,put\nlocal,k4,,put\n");
        (changes.State, changes.Rows, changes.Changes).ShouldBe((WireState.Committed, 4, true));
        (await AreasAsync(roll)).ShouldBe([(1, "k1", "Norr"), (3, "k3", "Söder"), (4, "k4", ""), (6, "new", "Söder")]);
        (await roll.SummaryAsync()).ShouldBe(new RollSummary { Entries = 4, EntriesWithToken = 0 });
    }

    [Fact]
    public async Task Who_stays_keeps_code_pseudonym_token_and_mark()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Voting", rehearsal: true);
        await roll.ImportLocalAsync(4);
        var codes = (await roll.DrawCodesAsync(4)).ToDictionary(code => code.LocalKey, code => code.Code);
        var before = await PseudonymAsync(roll, codes["k1"]);
        await (await new PlaceDriver(host, roll).DutyAsync(WireChannel.Paper)).MarkAsync("k2");
        await roll.ChangeAsync(Header + "local,k1,Söder,put\nlocal,k2,Söder,put\nlocal,k4,,remove\n");
        (await PseudonymAsync(roll, codes["k1"])).ShouldBe(before);
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k2"]))).ShouldBe("identity.voted_at_place");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k3"]))).ShouldBe("");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k4"]))).ShouldBe("identity.voting_code_unknown");
        (await roll.SummaryAsync()).ShouldBe(new RollSummary { Entries = 3, CodesIssued = 3, EntriesWithToken = 2 });
    }

    [Fact]
    public async Task Faults_are_told_in_the_order_of_their_lines_without_values_and_nothing_is_taken_in()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(700);
        var rows = Enumerable.Range(1, 700).Select(i => i % 100 == 0 ? "local,hemlig,Norr,move\n" : i % 50 == 0 ? $"local,hemlig-{i},,remove\n" : $"local,k{i},,remove\n");
        var import = await roll.StartChangesAsync();
        await roll.PutAsync(import, 1, Header + string.Concat(rows) + "local,k1,Norr,put\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        var faulty = await roll.GetAsync(import);
        faulty.Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe(
            [.. Enumerable.Range(1, 14).Select(i => ((i * 50) + 1, i % 2 == 0 ? RollFaults.ChangeUnknown : RollFaults.KeyNotOnRoll)), (702, RollFaults.KeyDouble)]);
        (faulty.State, faulty.FaultCount).ShouldBe((WireState.Faulty, 15));
        faulty.ToString().ShouldNotContain("hemlig");
        (await roll.SummaryAsync()).Entries.ShouldBe(700);
        (await EntriesAsync(RollImportId.From(Guid.Parse(import.RollImportId)))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("key_type,key,area\nlocal,k1,Norr\n", 1, RollFaults.HeaderMissing)]
    [InlineData("key_type,key,change\n", 1, RollFaults.Empty)]
    [InlineData("key_type,key,change\nlocal,k1,remove\nlocal,k2,remove\n", 3, RollFaults.Empty)]
    [InlineData("key_type,key,change\nlocal,k1,remove\nlocal,k1,put\n", 3, RollFaults.KeyDouble)]
    public async Task Changes_that_cannot_be_are_faulty(string csv, int line, string code)
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(2);
        var import = await roll.StartChangesAsync();
        await roll.PutAsync(import, 1, csv);
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        (await roll.GetAsync(import)).Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe([(line, code)]);
        (await roll.SummaryAsync()).Entries.ShouldBe(2);
    }

    [Fact]
    public async Task Changes_need_a_roll()
    {
        var roll = await DeterminedAsync();
        (await Failures.CodeOf(() => roll.StartChangesAsync())).ShouldBe("identity.roll_missing");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Changes_are_for_the_roll_that_they_were_started_on(bool whole)
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(3);
        var import = await roll.StartChangesAsync();
        await roll.PutAsync(import, 1, Header + "local,k1,,remove\n");
        _ = whole ? await roll.ImportLocalAsync(2) : await roll.ChangeAsync(Header + "local,k3,,remove\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_changed");
        (await roll.SummaryAsync()).Entries.ShouldBe(2);
        (await roll.GetAsync(import)).State.ShouldBe(WireState.Open);
        await roll.ChangeAsync(Header + "local,k1,,remove\n");
        (await AreasAsync(roll)).Select(entry => entry.Key).ShouldBe(["k2"]);
    }

    [Fact]
    public async Task Of_two_changes_committed_at_once_one_is_told_that_the_roll_has_changed()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(1);
        for (var round = 1; round <= 5; round++)
        {
            var both = new[] { await roll.StartChangesAsync(), await roll.StartChangesAsync() };
            await roll.PutAsync(both[0], 1, Header + $"local,a{round},,put\n");
            await roll.PutAsync(both[1], 1, Header + $"local,b{round},,put\nlocal,c{round},,put\n");
            var told = await Task.WhenAll(both.Select(import => Failures.CodeOf(() => roll.CommitAsync(import))));
            told.ShouldBe(["", "identity.roll_changed"], ignoreOrder: true);
        }

        var keys = (await AreasAsync(roll)).Select(entry => entry.Key).ToList();
        Enumerable.Range(1, 5).ShouldAllBe(round => keys.Contains($"a{round}") != keys.Contains($"b{round}") && keys.Contains($"b{round}") == keys.Contains($"c{round}"));
    }

    [Fact]
    public async Task Manifest_has_the_day_of_the_last_changes()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(1);
        var import = await roll.Administrator.StartRollImportAsync(
            new StartRollImportRequest { SubBudgetId = roll.SubBudget.ToString(), ExtractDate = "2027-01-11", Changes = true }, cancellationToken: Cancel);
        await roll.PutAsync(import, 1, Header + "local,k2,Norr,put\n");
        await roll.CommitAsync(import);
        (await new DeclarationDriver(host).ElectorateAsync(roll)).ExtractDate.ShouldBe("2027-01-11");
    }

    [Fact]
    public async Task Who_has_declared_a_tie_is_no_ones_to_remove_and_votes_on_when_she_moves_away()
    {
        var people = new DeclarationDriver(host);
        var (resident, worker) = (await people.PersonAsync(), await people.PersonAsync());
        var rule = RollDriver.Everyone with { Areas = ["Norr"], Connections = ["Works"] };
        var roll = new RollDriver(host);
        await roll.EnterAsync("Voting", rule, rehearsal: true);
        await roll.ImportAsync($"key_type,key,area\nlocal,{resident.Key},Söder\nlocal,k1,Norr\n");
        await people.DeclareAsync(roll, resident);
        await people.DeclareAsync(roll, worker);
        (await Failures.CodeOf(() => roll.ChangeAsync(Header + $"local,{worker.Key},,remove\n"))).ShouldBe("identity.roll_faulty");
        await roll.ChangeAsync(Header + $"local,{resident.Key},,remove\n");
        (await Failures.CodeOf(() => roll.ChangeAsync(Header + $"local,{resident.Key},,remove\n"))).ShouldBe("identity.roll_faulty");
        (await DeclarationDriver.CodeOf(roll, resident)).ShouldBe("");
        (await roll.SummaryAsync()).ShouldBe(new RollSummary { Entries = 1, Declared = 2, EntriesWithToken = 1 });
    }

    [Fact]
    public async Task Ten_thousand_changes_touch_no_other_entry_of_a_large_roll()
    {
        const int Voters = 130_000, Changed = 10_000;
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        var text = Header[..^8] + "\n" + string.Concat(Enumerable.Range(1, Voters).Select(i => $"local,k{i},Norr\n"));
        foreach (var (part, at) in text.Chunk(700_000).Select((part, at) => (part, at)))
        {
            await roll.PutAsync(import, at + 1, new string(part));
        }

        await roll.CommitAsync(import);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        await roll.ChangeAsync(Header + string.Concat(Enumerable.Range(1, Changed).Select(i => i % 3 == 0 ? $"local,k{i},,remove\n" : $"local,{(i % 3 == 1 ? "n" : "k")}{i},Söder,put\n")));
        TestContext.Current.SendDiagnosticMessage($"{Changed} changes on {Voters} entries in {watch.Elapsed.TotalSeconds:0.0} s");
        (await roll.SummaryAsync()).Entries.ShouldBe(Voters + 1);
        var entries = await EntriesAsync(RollImportId.From(Guid.Parse(import.RollImportId)));
        entries.Count.ShouldBe(Voters + 1);
        entries.Where(entry => entry.Area == "Norr").ShouldAllBe(entry => entry.LocalKey == $"k{entry.Serial}");
    }

    private static async Task<string> PseudonymAsync(RollDriver roll, string code) => new JsonWebToken((await roll.RedeemAsync(code)).Token).GetClaim("pid").Value;

    private async Task<IReadOnlyList<(int Serial, string Key, string Area)>> AreasAsync(RollDriver roll)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var head = (await scope.ServiceProvider.GetRequiredService<RollStore>().FindHeadAsync(roll.SubBudget, Cancel))!;
        return [.. (await EntriesAsync(head.ImportId!.Value)).Select(entry => (entry.Serial, entry.LocalKey!, entry.Area))];
    }

    private async Task<IReadOnlyList<RollEntryRow>> EntriesAsync(RollImportId import)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().RollEntries.AsNoTracking()
            .Where(row => row.ImportId == import).OrderBy(row => row.Serial).ToListAsync(Cancel);
    }

    private async Task<RollDriver> DeterminedAsync()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        return roll;
    }
}
