using System.Buffers.Text;
using Medborgarbudget.Contracts.Identity.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class ChannelMarksOnSqlite(SqliteIdentity host) : ChannelMarkTests(host), IClassFixture<SqliteIdentity>;

public sealed class ChannelMarksOnPostgres(PostgresIdentity host) : ChannelMarkTests(host), IClassFixture<PostgresIdentity>;

/// <summary>What the count is told of the marks.</summary>
public abstract class ChannelMarkTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Marks_are_counted_by_place_and_channel_and_each_person_once()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 8);
        var codes = (await roll.DrawCodesAsync(8)).ToDictionary(code => code.LocalKey, code => code.Code);
        var library = await places.DutyAsync(WireChannel.Kiosk, WireChannel.Telephone, WireChannel.Paper);
        var school = await places.DutyAsync(await places.CreateAsync(offline: true));
        await roll.RedeemAsync(codes["k1"]);
        await roll.RedeemAsync(codes["k2"]);
        await roll.RedeemAsync(codes["k3"]);
        await library.MarkAsync("k3", WireChannel.Kiosk);
        await library.MarkAsync("k4", WireChannel.Telephone);
        await library.MarkAsync("k5");
        await school.SettleAsync("k2", "k6", "k5");
        await school.CloseAsync(3);
        await roll.EnterAsync("Counting");
        var marks = await MarksAsync(roll);
        marks.Places.Select(place => (place.PlaceId, place.Name, place.Paper, place.Kiosk, place.Telephone)).ShouldBe(
            [(library.Place.VotingPlaceId, "Biblioteket", 1, 1, 1), (school.Place.VotingPlaceId, "Biblioteket", 2, 0, 0)], ignoreOrder: true);
        marks.Channels.Select(count => (count.Channel, count.Persons)).ShouldBe(
            [(WireChannel.Code, 1), (WireChannel.Kiosk, 1), (WireChannel.Telephone, 1), (WireChannel.Paper, 3)]);
        marks.PaperPseudonyms.Length.ShouldBe(3 * 16);
    }

    [Fact]
    public async Task Pseudonyms_with_a_paper_mark_are_those_of_their_web_tokens_page_by_page()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 20);
        var codes = (await roll.DrawCodesAsync(20)).ToDictionary(code => code.LocalKey, code => code.Code);
        var duty = await places.DutyAsync(WireChannel.Paper, WireChannel.Kiosk);
        var pids = new List<string>();
        foreach (var (key, code) in codes.Take(11))
        {
            pids.Add(Convert.ToHexString(Base64Url.DecodeFromChars(new JsonWebToken((await roll.RedeemAsync(code)).Token).GetClaim("pid").Value)));
            await duty.MarkAsync(key);
        }

        await duty.MarkAsync("k20", WireChannel.Kiosk);
        await roll.EnterAsync("Counting");
        var pages = new List<ChannelMarks>();
        do
        {
            pages.Add(await MarksAsync(roll, 5, pages.Count == 0 ? "" : Base64Url.EncodeToString(pages[^1].PaperPseudonyms.Span[^16..])));
            pages[^1].Channels.ShouldBe(pages[0].Channels);
        }
        while (pages[^1].PaperPseudonyms.Length == 5 * 16);

        pages.SelectMany(page => page.PaperPseudonyms.ToByteArray().Chunk(16)).Select(Convert.ToHexString).ShouldBe(pids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Marks_are_told_to_voting_alone_once_voting_is_over_and_offline_shifts_are_closed()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        (await Failures.CodeOf(() => MarksAsync(roll))).ShouldBe("identity.voting_not_over");
        var (online, offline) = (await places.DutyAsync(), await places.DutyAsync(await places.CreateAsync(offline: true)));
        await roll.EnterAsync("Counting");
        (await Failures.CodeOf(() => MarksAsync(roll))).ShouldBe("identity.shift_open");
        await offline.CloseAsync();
        (await MarksAsync(roll)).Channels.ShouldBeEmpty();
        online.Shift.ClosedAt.ShouldBeNull();
        (await Failures.CodeOf(() => MarksAsync(roll, token: "x"))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => MarksAsync(new RollDriver(host)))).ShouldBe("identity.sub_budget_missing");
        foreach (var token in new[] { host.Tokens.Service("budget"), host.Tokens.Holder(WireRole.CountLeader, roll.Organisation), host.Tokens.Holder(WireRole.Auditor, roll.Organisation) })
        {
            (await Failures.CodeOf(() => MarksAsync(roll, bearer: token))).ShouldBe("request.forbidden");
        }
    }

    [Fact]
    public async Task Marks_of_no_roll_and_of_a_destroyed_key_are_missing()
    {
        var empty = new RollDriver(host);
        await empty.EnterAsync("Counting");
        (await Failures.CodeOf(() => MarksAsync(empty))).ShouldBe("identity.roll_missing");
        var (roll, _) = await PlaceDriver.VotingAsync(host, 1);
        await roll.EnterAsync("Decision", rehearsal: true);
        await roll.Holder(WireRole.Archivist).RequestKeyDestructionAsync(new RequestKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        await roll.Holder(WireRole.Archivist).ApproveKeyDestructionAsync(new ApproveKeyDestructionRequest { SubBudgetId = roll.SubBudget.ToString() }, cancellationToken: Cancel);
        (await Failures.CodeOf(() => MarksAsync(roll))).ShouldBe("identity.pseudonym_key_destroyed");
    }

    private Task<ChannelMarks> MarksAsync(RollDriver roll, int size = 0, string token = "", string? bearer = null) =>
        new ElectorateService.ElectorateServiceClient(host.As(bearer ?? host.Tokens.Service("voting"))).GetChannelMarksAsync(
            new GetChannelMarksRequest { SubBudgetId = roll.SubBudget.ToString(), PageSize = size, PageToken = token }, cancellationToken: Cancel).ResponseAsync;
}
