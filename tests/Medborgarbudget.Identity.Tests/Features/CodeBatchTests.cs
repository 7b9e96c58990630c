using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using UglyToad.PdfPig;
using Client = Medborgarbudget.Contracts.Identity.V1.CodeBatchService.CodeBatchServiceClient;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class CodeBatchesOnSqlite(SqliteIdentity host) : CodeBatchTests(host), IClassFixture<SqliteIdentity>;

public sealed class CodeBatchesOnPostgres(PostgresIdentity host) : CodeBatchTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Voting codes in batches: drawn at the download, once, as CSV or as cards.</summary>
public abstract class CodeBatchTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batch_is_downloaded_once_and_its_codes_hold()
    {
        var roll = await RollAsync(3);
        var batch = await roll.CreateBatchAsync(2, title: "Torpskolan 7B");
        (batch.Number, batch.Entries, batch.Title, batch.Downloaded).ShouldBe((1, 2, "Torpskolan 7B", false));
        (await roll.SummaryAsync()).CodesIssued.ShouldBe(0);
        var codes = await roll.DrawAsync(batch.Number);
        codes.Select(code => (code.Serial, code.LocalKey)).ShouldBe([(1, "k1"), (2, "k2")]);
        (await roll.SummaryAsync()).CodesIssued.ShouldBe(2);
        (await Failures.CodeOf(() => roll.DownloadAsync(batch.Number))).ShouldBe("identity.codes_downloaded");
        (await Failures.CodeOf(() => roll.DownloadAsync(batch.Number, CodeBatchFormat.Pdf))).ShouldBe("identity.codes_downloaded");
        await roll.EnterAsync("Voting");
        foreach (var code in codes)
        {
            await roll.RedeemAsync(code.Code);
        }
    }

    [Fact]
    public async Task Cards_of_a_batch_show_title_address_and_codes_that_hold()
    {
        var roll = await RollAsync(23);
        var batch = await roll.CreateBatchAsync(23, title: "Åsö gymnasium, år 1");
        var file = await roll.DownloadAsync(batch.Number, CodeBatchFormat.Pdf);
        file.ContentType.ShouldBe("application/pdf");
        using var document = PdfDocument.Open(file.Data.ToByteArray());
        document.NumberOfPages.ShouldBe(3);
        var words = document.GetPages().SelectMany(page => page.GetWords()).Select(word => word.Text).ToList();
        words.Count(word => word == "gymnasium,").ShouldBe(23);
        words.ShouldContain("Åsö");
        words.ShouldContain("k23");
        words.Count(word => word.StartsWith("http", StringComparison.Ordinal)).ShouldBe(23);
        var codes = words.Where(word => SecretCode.Read(word) is not null).Distinct().ToList();
        codes.Count.ShouldBe(23);
        await roll.EnterAsync("Voting");
        var pseudonyms = await Task.WhenAll(codes.Select(async code => new JsonWebToken((await roll.RedeemAsync(code)).Token).GetClaim("pid").Value));
        pseudonyms.Distinct().Count().ShouldBe(23);
    }

    [Fact]
    public async Task Renewed_batch_gives_other_codes_and_the_former_hold_no_more()
    {
        var roll = await RollAsync(2);
        var other = await roll.DrawAsync((await roll.CreateBatchAsync(1)).Number);
        var batch = await roll.CreateBatchAsync(1);
        (await Failures.CodeOf(() => RenewAsync(roll, batch.Number))).ShouldBe("identity.codes_not_downloaded");
        var lost = (await roll.DrawAsync(batch.Number)).Single();
        await roll.EnterAsync("Voting");
        var first = await roll.RedeemAsync(lost.Code);
        var renewed = await RenewAsync(roll, batch.Number);
        (renewed.Downloaded, renewed.Renewals).ShouldBe((false, 1));
        (await Failures.CodeOf(() => roll.RedeemAsync(lost.Code))).ShouldBe("identity.voting_code_unknown");
        var found = (await roll.DrawAsync(batch.Number)).Single();
        found.LocalKey.ShouldBe(lost.LocalKey);

        // The same voter: the ballot that the lost code cast is replaced with the new one.
        Pseudonym(await roll.RedeemAsync(found.Code)).ShouldBe(Pseudonym(first));
        await roll.RedeemAsync(other.Single().Code);
        (await roll.SummaryAsync()).CodesIssued.ShouldBe(2);
    }

    [Fact]
    public async Task Batch_of_an_area_takes_nobody_from_elsewhere()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportAsync("key_type,key,area\nlocal,n1,Norr\nlocal,s1,Söder\nlocal,n2,Norr\n");
        var north = await roll.CreateBatchAsync(100, "Norr");
        (north.Entries, north.Area).ShouldBe((2, "Norr"));
        (await roll.DrawAsync(north.Number)).Select(code => code.LocalKey).ShouldBe(["n1", "n2"]);
        (await Failures.CodeOf(() => roll.CreateBatchAsync(1, "Norr"))).ShouldBe("identity.codes_all_issued");
        (await roll.DrawCodesAsync(100)).Single().LocalKey.ShouldBe("s1");
        (await Failures.CodeOf(() => roll.CreateBatchAsync(1))).ShouldBe("identity.codes_all_issued");
    }

    [Fact]
    public async Task Batches_made_and_downloaded_at_the_same_time_never_overlap()
    {
        var roll = await RollAsync(100);
        var batches = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => roll.CreateBatchAsync(20)));
        batches.Select(batch => batch.Number).Order().ShouldBe([1, 2, 3, 4, 5]);
        var tries = await Task.WhenAll(batches.Concat(batches).Select(batch => TryDrawAsync(roll, batch.Number)));
        tries.Count(codes => codes is null).ShouldBe(5);
        tries.OfType<IReadOnlyList<DrawnCode>>().SelectMany(codes => codes).Select(code => code.Serial).Order().ShouldBe(Enumerable.Range(1, 100));
        (await roll.SummaryAsync()).CodesIssued.ShouldBe(100);
    }

    [Fact]
    public async Task Later_roll_keeps_batches_and_draws_only_for_who_is_still_on_it()
    {
        var roll = await RollAsync(3);
        var batch = await roll.CreateBatchAsync(3);
        await roll.ImportAsync("key_type,key,area\nlocal,k9,Norr\nlocal,k2,Norr\nlocal,k1,Norr\n");
        (await roll.DrawAsync(batch.Number)).Select(code => (code.Serial, code.LocalKey)).ShouldBe([(2, "k2"), (3, "k1")]);
        (await roll.DrawCodesAsync(10)).Single().LocalKey.ShouldBe("k9");
    }

    [Fact]
    public async Task Batches_are_listed_by_number_page_by_page_and_never_with_codes()
    {
        var roll = await RollAsync(3);
        for (var i = 1; i <= 3; i++)
        {
            await roll.CreateBatchAsync(1, title: $"Klass {i}");
        }

        var request = new ListCodeBatchesRequest { SubBudgetId = roll.SubBudget.ToString(), PageSize = 2 };
        var first = await roll.Codes.ListCodeBatchesAsync(request, cancellationToken: Cancel);
        first.CodeBatches.Select(batch => batch.Title).ShouldBe(["Klass 1", "Klass 2"]);
        request.PageToken = first.NextPageToken;
        var second = await roll.Codes.ListCodeBatchesAsync(request, cancellationToken: Cancel);
        (second.CodeBatches.Single().Number, second.NextPageToken).ShouldBe((3, ""));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_a_code()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        (await Failures.CodeOf(() => roll.CreateBatchAsync(1))).ShouldBe("identity.roll_missing");
        await roll.ImportLocalAsync(1);
        (await Failures.CodeOf(() => roll.CreateBatchAsync(0))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => roll.CreateBatchAsync(20_001))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => roll.CreateBatchAsync(1, title: ""))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => roll.DownloadAsync(1))).ShouldBe("identity.code_batch_missing");
        var batch = await roll.CreateBatchAsync(1);
        (await Failures.CodeOf(() => roll.DownloadAsync(batch.Number, CodeBatchFormat.Unspecified))).ShouldBe("request.invalid");
        var elsewhere = new Client(host.As(host.Tokens.Holder(WireRole.Administrator, Id.New<OrganisationId>(host.Clock.GetUtcNow()))));
        var download = new DownloadCodeBatchRequest { SubBudgetId = roll.SubBudget.ToString(), Number = batch.Number, Format = CodeBatchFormat.Csv };
        (await Failures.CodeOf(() => elsewhere.DownloadCodeBatchAsync(download, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
        var leader = new Client(host.As(host.Tokens.Holder(WireRole.ProcessLeader, roll.Organisation)));
        (await Failures.CodeOf(() => leader.DownloadCodeBatchAsync(download, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");
        await roll.EnterAsync("Counting");
        (await Failures.CodeOf(() => roll.DownloadAsync(batch.Number))).ShouldBe("identity.roll_closed");
    }

    [Fact]
    public async Task Codes_stand_nowhere_in_the_database()
    {
        var roll = await RollAsync(1);
        var code = (await roll.DrawCodesAsync(1)).Single().Code;
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var entry = await db.RollEntries.SingleAsync(row => db.Rolls.Any(head => head.SubBudgetId == roll.SubBudget && head.ImportId == row.ImportId), Cancel);
        entry.CodeHash.ShouldNotBeNull().Length.ShouldBe(16);
        var batch = await db.CodeBatches.SingleAsync(row => row.SubBudgetId == roll.SubBudget, Cancel);
        var kept = batch + string.Join('\n', await db.AuditEntries.Where(row => row.OrganisationId == roll.Organisation).Select(row => row.Action + row.Subject).ToListAsync(Cancel));
        kept.ShouldContain("DownloadCodeBatch");
        kept.ShouldNotContain(code);
        kept.ShouldNotContain(SecretCode.Read(code)!.Reveal());
    }

    private static string Pseudonym(BallotToken token) => new JsonWebToken(token.Token).GetClaim("pid").Value;

    private static Task<Contracts.Identity.V1.CodeBatch> RenewAsync(RollDriver roll, int number) => roll.Codes.RenewCodeBatchAsync(
        new RenewCodeBatchRequest { SubBudgetId = roll.SubBudget.ToString(), Number = number }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>Null when they are downloaded already.</summary>
    private static async Task<IReadOnlyList<DrawnCode>?> TryDrawAsync(RollDriver roll, int number)
    {
        Google.Api.HttpBody? file = null;
        var code = await Failures.CodeOf(async () => file = await roll.DownloadAsync(number));
        code.ShouldBe(file is null ? "identity.codes_downloaded" : "");
        return file is null ? null : DrawnCode.Read(file.Data.ToStringUtf8());
    }

    private async Task<RollDriver> RollAsync(int entries)
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(entries);
        return roll;
    }
}
