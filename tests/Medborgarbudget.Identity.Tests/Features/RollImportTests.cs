using System.Text;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;
using WireState = Medborgarbudget.Contracts.Identity.V1.RollImportState;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class RollImportOnSqlite(SqliteIdentity host) : RollImportTests(host), IClassFixture<SqliteIdentity>
{
    private readonly SqliteIdentity _host = host;

    [Fact]
    public async Task Database_file_has_no_personal_number_and_no_code_in_clear()
    {
        var roll = new RollDriver(_host);
        await roll.EnterAsync("Determined");
        await roll.ImportAsync("key_type,key,area\npersonal_number,19960229-2386,Norr\npersonal_number,199512312381,Norr\n");
        var unfinished = await roll.StartAsync();
        await roll.PutAsync(unfinished, 1, "key_type,key,area\npersonal_number,199606012392,Norr\n");
        var codes = await roll.DrawCodesAsync(2);

        // As long as somebody reads, the write-ahead log stays where it is; else another host that ends may close the last connection meanwhile.
        await using var held = new SqliteConnection($"Data Source={_host.DatabaseFile};Pooling=False");
        await held.OpenAsync(TestContext.Current.CancellationToken);
        await using var reading = held.CreateCommand();
        reading.CommandText = "select count(*) from roll_entries";
        await reading.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        var files = Directory.GetFiles(Path.GetDirectoryName(_host.DatabaseFile)!, "service.db*");
        files.Length.ShouldBeGreaterThan(1);
        foreach (var secret in codes.SelectMany(code => new[] { code.Code, code.Code.Replace("-", "", StringComparison.Ordinal) })
            .Concat(["199602292386", "19960229-2386", "9602292386", "960229-2386", "199512312381", "199606012392"]))
        {
            files.ShouldAllBe(file => !Contains(file, secret));
        }
    }

    [Fact]
    public async Task Hundred_and_thirty_thousand_rows_are_taken_in_at_once()
    {
        var roll = new RollDriver(_host);
        await roll.EnterAsync("Determined");
        var import = await roll.StartAsync();
        var text = "key_type,key,area\n" + string.Concat(Enumerable.Range(1, 130_000).Select(i => $"local,voter-{i},Område {i % 7}\n"));
        var part = 0;
        foreach (var chunk in text.Chunk(700_000))
        {
            await roll.PutAsync(import, ++part, new string(chunk));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        (await roll.CommitAsync(import)).Rows.ShouldBe(130_000);
        var importing = watch.Elapsed;
        watch.Restart();
        (await roll.DrawCodesAsync(20_000)).Count.ShouldBe(20_000);
        TestContext.Current.SendDiagnosticMessage($"130,000 rows in {importing.TotalSeconds:0.0} s, 20,000 codes in {watch.Elapsed.TotalSeconds:0.0} s");

        // Seconds on an idle machine; the limit is wide because tests share it with whatever else runs.
        importing.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    private static bool Contains(string file, string text)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.GetBuffer().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    }
}

public sealed class RollImportOnPostgres(PostgresIdentity host) : RollImportTests(host), IClassFixture<PostgresIdentity>;

public abstract class RollImportTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Roll_cut_anywhere_is_taken_in_whole()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        const string text = "key_type,key,area\r\nlocal,elev-1,Söder\r\npersonal_number,960229-2386,Norr\r\nlocal,elev-2,Söder";
        for (var i = 0; i < text.Length; i += 7)
        {
            await roll.PutAsync(import, (i / 7) + 1, text.Substring(i, Math.Min(7, text.Length - i)));
        }

        var committed = await roll.CommitAsync(import);
        committed.State.ShouldBe(WireState.Committed);
        committed.Rows.ShouldBe(3);
        (await roll.SummaryAsync()).Entries.ShouldBe(3);
        (await CountAsync(db => db.RollImportParts.CountAsync(row => row.ImportId == RollImportId.From(Guid.Parse(import.RollImportId)), Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Line_of_a_thousand_units_is_read_and_a_longer_one_told_whatever_its_bytes()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, $"key_type,key,area\r\n{new string('€', 1_000)}\r\n{new string('€', 1_001)}\r\n{new string('a', 600)}");
        await roll.PutAsync(import, 2, $"{new string('€', 100_000)}\nlocal,a,Norr\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        (await roll.GetAsync(import)).Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe(
            [(2, RollFaults.ColumnsWrong), (3, RollFaults.LineTooLong), (4, RollFaults.LineTooLong)]);
    }

    [Fact]
    public async Task Part_put_again_replaces()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, "rubbish");
        (await roll.PutAsync(import, 1, "key_type,key\nlocal,a\n")).Parts.ShouldBe(1);
        (await roll.CommitAsync(import)).Rows.ShouldBe(1);
    }

    [Fact]
    public async Task Faults_are_told_by_line_without_values_and_nothing_is_taken_in()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(5);
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, "key_type,key,area\nlocal,a,Norr\npersonal_number,199602292387,Norr\nlocal,a,Norr\npassport,x,Norr\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        var faulty = await roll.GetAsync(import);
        faulty.State.ShouldBe(WireState.Faulty);
        faulty.FaultCount.ShouldBe(3);
        faulty.Faults.Select(fault => (fault.Line, fault.Code)).ShouldBe(
            [(3, RollFaults.PersonalNumberInvalid), (4, RollFaults.KeyDouble), (5, RollFaults.KeyTypeUnknown)]);
        faulty.ToString().ShouldNotContain("2387");
        (await roll.SummaryAsync()).Entries.ShouldBe(5);
        (await CountAsync(db => db.RollEntries.CountAsync(row => row.ImportId == RollImportId.From(Guid.Parse(import.RollImportId)), Cancel))).ShouldBe(0);
    }

    [Fact]
    public async Task Same_person_under_two_spellings_is_a_double()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, "key_type,key\npersonal_number,960229-2386\npersonal_number,199602292386\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        (await roll.GetAsync(import)).Faults.Single().Line.ShouldBe(3);
    }

    [Fact]
    public async Task Thousands_of_faults_are_counted_and_the_first_hundred_told()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, "key_type,key\n" + string.Concat(Enumerable.Repeat("nothing,x\n", 2_000)));
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_faulty");
        var faulty = await roll.GetAsync(import);
        faulty.FaultCount.ShouldBe(2_000);
        faulty.Faults.Count.ShouldBe(100);
    }

    [Fact]
    public async Task Missing_part_and_empty_import_stop_the_commit_and_leave_it_open()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_part_missing");
        await roll.PutAsync(import, 2, "local,a\n");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_part_missing");
        await roll.PutAsync(import, 1, "key_type,key\n");
        (await roll.CommitAsync(import)).Rows.ShouldBe(1);
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_import_not_open");
        (await Failures.CodeOf(() => roll.PutAsync(import, 1, "x"))).ShouldBe("identity.roll_import_not_open");
    }

    [Fact]
    public async Task Only_those_inside_the_age_rule_may_vote()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined", new RollRuleData(13, 25, new DateOnly(2027, 1, 1)));
        await roll.ImportAsync("key_type,key,birth_date\nlocal,old,2001-01-01\nlocal,fits,2001-01-02\nlocal,young,2014-01-02\npersonal_number,201701012393,\n");
        (await roll.SummaryAsync()).Entries.ShouldBe(1);
        (await roll.DrawCodesAsync(10)).Single().LocalKey.ShouldBe("fits");
    }

    [Fact]
    public async Task Later_roll_replaces_and_who_stays_keeps_the_code()
    {
        var roll = await DeterminedAsync();
        await roll.ImportLocalAsync(3);
        var codes = (await roll.DrawCodesAsync(3)).ToDictionary(code => code.LocalKey, code => code.Code);
        await roll.ImportAsync("key_type,key\nlocal,new\nlocal,k2\n");
        (await roll.SummaryAsync()).ShouldBe(new RollSummary { Entries = 2, CodesIssued = 1, EntriesWithToken = 0 });
        await roll.EnterAsync("Voting");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k2"]))).ShouldBe("");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k1"]))).ShouldBe("identity.voting_code_unknown");
    }

    [Fact]
    public async Task Large_roll_taken_in_again_keeps_every_code_and_mark()
    {
        const int Voters = 25_000, Coded = 20_000, Leaving = 1_000, Marked = 50;
        var roll = new RollDriver(host);
        await roll.EnterAsync("Voting", rehearsal: true);
        await roll.ImportLocalAsync(Voters);
        var codes = await roll.DrawCodesAsync(Coded);
        var before = await PseudonymsAsync(roll, codes.TakeLast(Marked));
        await roll.ImportAsync("key_type,key\n" + string.Concat(Enumerable.Range(Leaving + 1, Voters - Leaving).Reverse().Select(i => $"local,k{i}\n")));
        (await roll.SummaryAsync()).ShouldBe(new RollSummary { Entries = Voters - Leaving, CodesIssued = Coded - Leaving, EntriesWithToken = Marked });
        (await PseudonymsAsync(roll, codes.TakeLast(Marked))).ShouldBe(before);
        (await Failures.CodeOf(() => roll.RedeemAsync(codes[Leaving].Code))).ShouldBe("");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes[Leaving - 1].Code))).ShouldBe("identity.voting_code_unknown");
    }

    [Fact]
    public async Task Roll_is_closed_before_it_is_determined_and_once_voting_has_opened()
    {
        var roll = new RollDriver(host);
        (await Failures.CodeOf(roll.StartAsync)).ShouldBe("identity.sub_budget_missing");
        await roll.EnterAsync("Draft");
        (await Failures.CodeOf(roll.StartAsync)).ShouldBe("identity.roll_closed");
        await roll.EnterAsync("BallotFrozen");
        var import = await roll.StartAsync();
        await roll.PutAsync(import, 1, "key_type,key\nlocal,a\n");
        await roll.EnterAsync("Voting");
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("identity.roll_closed");
        await roll.EnterAsync("Voting", rehearsal: true);
        (await Failures.CodeOf(() => roll.CommitAsync(import))).ShouldBe("");
    }

    [Fact]
    public async Task Older_event_does_not_bring_an_old_phase_back()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Counting", version: 9);
        await roll.EnterAsync("Determined", version: 8);
        (await Failures.CodeOf(roll.StartAsync)).ShouldBe("identity.roll_closed");
    }

    [Fact]
    public async Task Administrator_of_another_organisation_reaches_no_roll_here()
    {
        var roll = await DeterminedAsync();
        var import = await roll.StartAsync();
        var stranger = new RollService.RollServiceClient(host.As(host.Tokens.Holder(WireRole.Administrator, Id.New<OrganisationId>(host.Clock.GetUtcNow()))));
        var put = new PutRollImportPartRequest { RollImportId = import.RollImportId, Part = 1, Csv = "x" };
        (await Failures.CodeOf(() => stranger.PutRollImportPartAsync(put, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
        var moderator = new RollService.RollServiceClient(host.As(host.Tokens.Holder(WireRole.Moderator, roll.Organisation)));
        (await Failures.CodeOf(() => moderator.PutRollImportPartAsync(put, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Start_with_the_same_idempotency_key_opens_one_import()
    {
        var roll = await DeterminedAsync();
        var token = host.Tokens.Holder(WireRole.Administrator, roll.Organisation);
        var client = new RollService.RollServiceClient(host.As(token, "import-1"));
        var request = new StartRollImportRequest { SubBudgetId = roll.SubBudget.ToString(), ExtractDate = "2027-01-10" };
        var first = await client.StartRollImportAsync(request, cancellationToken: Cancel);
        (await client.StartRollImportAsync(request, cancellationToken: Cancel)).RollImportId.ShouldBe(first.RollImportId);
    }

    private static async Task<IReadOnlyList<string>> PseudonymsAsync(RollDriver roll, IEnumerable<DrawnCode> codes) =>
        [.. (await Task.WhenAll(codes.Select(code => roll.RedeemAsync(code.Code)))).Select(token => new JsonWebToken(token.Token).GetClaim("pid").Value)];

    private async Task<RollDriver> DeterminedAsync()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        return roll;
    }

    private async Task<int> CountAsync(Func<IdentityDb, Task<int>> count)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await count(scope.ServiceProvider.GetRequiredService<IdentityDb>());
    }
}
