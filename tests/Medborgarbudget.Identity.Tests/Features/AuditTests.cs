using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Google.Api;
using Medborgarbudget.Contracts.Guard.V1;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class AuditOnSqlite(SqliteIdentity host) : AuditTests(host), IClassFixture<SqliteIdentity>;

public sealed class AuditOnPostgres(PostgresIdentity host) : AuditTests(host), IClassFixture<PostgresIdentity>;

/// <summary>What manifest and auditors are told of the roll.</summary>
public abstract class AuditTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Electorate_counts_those_who_may_vote_by_area_and_singles_nobody_out()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined", new Contracts.Events.RollRuleData(18, 0, new DateOnly(2027, 1, 1)));
        await roll.ImportAsync("key_type,key,area,birth_date\n" + Rows("Norr", 30, 1980) + Rows("Söder", 20, 1990) + Rows("Ön", 2, 1970) + Rows("Skär", 25, 2020));
        var electorate = await ElectorateAsync(roll);
        electorate.Entries.ShouldBe(52);
        electorate.Areas.Select(area => (area.Area, area.Entries)).ShouldBe([("", 22), ("Norr", 30)]);
        electorate.ExtractDate.ShouldBe("2027-01-10");
    }

    [Fact]
    public async Task Electorate_hash_is_that_of_the_sorted_entries_and_changes_with_the_roll_alone()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(50);
        var hash = (await ElectorateAsync(roll)).RollHash;
        hash.ToByteArray().ShouldBe(await ExpectedHashAsync(roll));
        await roll.ImportAsync("key_type,key\n" + string.Concat(Enumerable.Range(1, 50).Reverse().Select(i => $"local,k{i}\n")));
        (await ElectorateAsync(roll)).RollHash.ShouldBe(hash);
        await roll.ImportLocalAsync(51);
        (await ElectorateAsync(roll)).RollHash.ShouldNotBe(hash);

        var other = new RollDriver(host);
        await other.EnterAsync("Determined");
        await other.ImportLocalAsync(50);
        (await ElectorateAsync(other)).RollHash.ShouldNotBe(hash);
    }

    [Fact]
    public async Task Electorate_is_missing_without_a_roll_and_told_to_services_alone()
    {
        var roll = new RollDriver(host);
        (await Failures.CodeOf(() => ElectorateAsync(roll))).ShouldBe("identity.sub_budget_missing");
        await roll.EnterAsync("Determined");
        (await Failures.CodeOf(() => ElectorateAsync(roll))).ShouldBe("identity.roll_missing");
        (await Failures.CodeOf(() => ElectorateAsync(roll, host.Tokens.Holder(WireRole.Auditor, roll.Organisation)))).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Issued_pseudonyms_are_those_of_the_tokens_in_order_page_by_page()
    {
        var (roll, pids) = await VotedAsync(entries: 40, tokens: 30);
        var pages = new List<byte[]>();
        do
        {
            pages.Add((await ListAsync(roll, 7, pages.Count == 0 ? "" : Base64Url.EncodeToString(pages[^1].AsSpan(^16..)))).Data.ToByteArray());
        }
        while (pages[^1].Length == 7 * 16);

        pages.Count.ShouldBe(5);
        var listed = pages.SelectMany(page => page.Chunk(16)).Select(Convert.ToHexString).ToList();
        listed.ShouldBe(pids.Order(StringComparer.Ordinal));
        var whole = await ListAsync(roll);
        whole.ContentType.ShouldBe("application/octet-stream");
        whole.Data.ToByteArray().ShouldBe(pages.SelectMany(page => page));
        listed.Count.ShouldBe((await roll.SummaryAsync()).EntriesWithToken);
    }

    [Fact]
    public async Task Issued_pseudonyms_are_bytes_over_http()
    {
        var (roll, pids) = await VotedAsync(entries: 2, tokens: 2);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/medborgarbudget/v1/sub-budgets/{roll.SubBudget}/issued-pseudonyms")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", host.Tokens.Holder(WireRole.Auditor, roll.Organisation)) },
        };
        using var answer = await host.Http.SendAsync(request, Cancel);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        (await answer.Content.ReadAsByteArrayAsync(Cancel)).Chunk(16).Select(Convert.ToHexString).ShouldBe(pids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Issued_pseudonyms_are_told_to_auditors_alone_when_voting_is_over_and_the_log_says_to_whom()
    {
        var (roll, _) = await VotedAsync(entries: 1, tokens: 1);
        (await Failures.CodeOf(() => ListAsync(roll, client: roll.Administrator))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => ListAsync(roll, client: new RollDriver(host).Holder(WireRole.Auditor)))).ShouldBe("request.forbidden");
        await roll.EnterAsync("Voting");
        (await Failures.CodeOf(() => ListAsync(roll))).ShouldBe("identity.voting_not_over");
        await roll.EnterAsync("Counting");
        var auditor = PersonId.From(Guid.NewGuid());
        await ListAsync(roll, client: roll.Holder(WireRole.Auditor, auditor));
        var key = await roll.Holder(WireRole.Auditor).GetPseudonymKeyAsync(new GetPseudonymKeyRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        (key.Log[^1].Step, key.Log[^1].PersonId).ShouldBe((PseudonymKeyStep.PseudonymsListed, auditor.ToString()));
    }

    [Fact]
    public async Task Issued_pseudonyms_cannot_be_told_once_the_key_is_destroyed()
    {
        var (roll, _) = await VotedAsync(entries: 1, tokens: 1);
        await roll.EnterAsync("Decision", rehearsal: true);
        (await ListAsync(roll)).Data.Length.ShouldBe(16);
        await roll.Holder(WireRole.Archivist).RequestKeyDestructionAsync(new RequestKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        await roll.Holder(WireRole.Archivist).ApproveKeyDestructionAsync(new ApproveKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        (await Failures.CodeOf(() => ListAsync(roll))).ShouldBe("identity.pseudonym_key_destroyed");
    }

    [Fact]
    public async Task S1_each_service_has_its_own_rights_only()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        var request = new AskGuardRequest { SubBudgetId = roll.SubBudget.ToString(), OrganisationId = roll.Organisation.ToString(), EnteringPhase = "Voting" };
        foreach (var other in new[] { "budget", "identity", "gateway", "votin", "" })
        {
            (await Failures.CodeOf(() => ElectorateAsync(roll, host.Tokens.Service(other)))).ShouldBe("request.forbidden", other);
        }

        (await Failures.CodeOf(() => new GuardService.GuardServiceClient(host.As(host.Tokens.Service("voting"))).AskGuardAsync(request, cancellationToken: Cancel).ResponseAsync))
            .ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Faulty_page_and_missing_roll_are_told()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Counting");
        (await Failures.CodeOf(() => ListAsync(roll))).ShouldBe("identity.roll_missing");
        (await Failures.CodeOf(() => ListAsync(roll, 200_001))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => ListAsync(roll, 1, "AAAA"))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => ListAsync(roll, 1, "!"))).ShouldBe("request.invalid");
    }

    private static string Rows(string area, int count, int year) =>
        string.Concat(Enumerable.Range(1, count).Select(i => $"local,{area}-{i},{area},{year}-01-01\n"));

    private Task<Electorate> ElectorateAsync(RollDriver roll, string? token = null) =>
        new ElectorateService.ElectorateServiceClient(host.As(token ?? host.Tokens.Service("voting")))
            .GetElectorateAsync(new GetElectorateRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel).ResponseAsync;

    private static Task<HttpBody> ListAsync(RollDriver roll, int size = 0, string token = "", RollService.RollServiceClient? client = null) =>
        (client ?? roll.Holder(WireRole.Auditor)).ListIssuedPseudonymsAsync(
            new ListIssuedPseudonymsRequest { SubBudgetId = roll.SubBudget.ToString(), PageSize = size, PageToken = token }, cancellationToken: Cancel).ResponseAsync;

    /// <summary>A sub-budget that is being counted, and the pseudonyms of its tokens.</summary>
    private async Task<(RollDriver Roll, IReadOnlyList<string> Pids)> VotedAsync(int entries, int tokens)
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportLocalAsync(entries);
        await roll.EnterAsync("Voting");
        var codes = (await roll.DrawCodesAsync(entries)).Take(tokens);
        var issued = await Task.WhenAll(codes.Select(code => roll.RedeemAsync(code.Code)));
        await roll.EnterAsync("Counting");
        return (roll, [.. issued.Select(token => Convert.ToHexString(Base64Url.DecodeFromChars(new JsonWebToken(token.Token).GetClaim("pid").Value)))]);
    }

    private async Task<byte[]> ExpectedHashAsync(RollDriver roll)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var import = (await db.Rolls.SingleAsync(row => row.SubBudgetId == roll.SubBudget, Cancel)).ImportId;
        var hashes = await db.RollEntries.Where(row => row.ImportId == import).Select(row => row.KeyHash).ToListAsync(Cancel);
        var sorted = hashes.Select(Convert.ToHexString).Order(StringComparer.Ordinal).SelectMany(Convert.FromHexString);
        return SHA256.HashData([.. "mb1-roll"u8, .. roll.SubBudget.Value.ToByteArray(bigEndian: true), .. sorted]);
    }
}
