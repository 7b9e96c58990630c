using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Client = Medborgarbudget.Contracts.Identity.V1.VotingPlaceService.VotingPlaceServiceClient;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class ShiftSheetsOnSqlite(SqliteIdentity host) : ShiftSheetTests(host), IClassFixture<SqliteIdentity>;

public sealed class ShiftSheetsOnPostgres(PostgresIdentity host) : ShiftSheetTests(host), IClassFixture<PostgresIdentity>;

/// <summary>A shift as an officer finds it, and the numbers that it is held against.</summary>
public abstract class ShiftSheetTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Officer_finds_her_shifts_at_every_place_the_latest_first()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var first = await places.DutyAsync(await places.CreateAsync());
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await places.CreateAsync(offline: true);
        var later = await places.AssignAsync(second.VotingPlaceId, first.Officer);
        await places.DutyAsync(second);

        var listed = await MineAsync(first.Client, roll.Organisation);
        listed.Shifts.Select(sheet => sheet.Shift).ShouldBe([later, first.Shift]);
        listed.Shifts.Select(sheet => sheet.VotingPlace).ShouldBe([second, first.Place]);
        listed.Shifts.ShouldAllBe(sheet => sheet.Marks == null && !sheet.IsSettled);
        var page = await MineAsync(first.Client, roll.Organisation, size: 1);
        (await MineAsync(first.Client, roll.Organisation, size: 1, page.NextPageToken)).Shifts.Single().Shift.ShouldBe(first.Shift);
    }

    [Fact]
    public async Task Shifts_of_one_organisation_are_not_listed_in_another()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var here = await places.DutyAsync(await places.CreateAsync());
        var (_, elsewhere) = await PlaceDriver.VotingAsync(host, 1);
        (await Failures.CodeOf(() => MineAsync(elsewhere.Holder(WireRole.VotingOfficer, here.Officer), roll.Organisation))).ShouldBe("request.forbidden");
        (await MineAsync(places.Holder(WireRole.VotingOfficer), roll.Organisation)).Shifts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Marks_of_a_shift_are_counted_by_channel_and_not_those_of_another()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 5);
        var place = await places.CreateAsync(channels: [WireChannel.Paper, WireChannel.Kiosk, WireChannel.Telephone]);
        var (first, second) = (await places.DutyAsync(place), await places.DutyAsync(place));
        await first.MarkAsync("k1");
        await first.MarkAsync("k2");
        await first.MarkAsync("k3", WireChannel.Kiosk);
        await second.MarkAsync("k4", WireChannel.Telephone);

        var sheet = await SheetAsync(first.Client, first);
        sheet.Marks.ShouldBe(new ShiftMarks { Paper = 2, Kiosk = 1 });
        (sheet.Shift, sheet.VotingPlace).ShouldBe((first.Shift, place));
        (await SheetAsync(places.Holder(WireRole.Auditor), second)).Marks.ShouldBe(new ShiftMarks { Telephone = 1 });
        (await first.Client.GetShiftAsync(new GetShiftRequest { ShiftId = first.Shift.ShiftId }, cancellationToken: Cancel)).Marks.ShouldBeNull();
    }

    [Fact]
    public async Task A_settled_list_and_the_close_stand_on_the_sheet()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 2);
        var duty = await places.DutyAsync(await places.CreateAsync(offline: true));
        (await SheetAsync(duty.Client, duty)).IsSettled.ShouldBeFalse();
        await duty.SettleAsync("k1", "nobody");
        var closed = await duty.CloseAsync(envelopes: 2);
        var sheet = await SheetAsync(duty.Client, duty);
        (sheet.IsSettled, sheet.Marks.Paper, sheet.Shift).ShouldBe((true, 1, closed));
    }

    [Fact]
    public async Task Another_officers_shift_is_not_there_for_her()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var duty = await places.DutyAsync(await places.CreateAsync());
        (await Failures.CodeOf(() => SheetAsync(places.Holder(WireRole.VotingOfficer), duty))).ShouldBe("identity.shift_missing");
        (await Failures.CodeOf(() => SheetAsync(places.Holder(WireRole.Administrator), duty))).ShouldBe("request.forbidden");
        (await SheetAsync(places.Leader, duty)).Shift.ShouldBe(duty.Shift);
    }

    private static Task<ListMyShiftsResponse> MineAsync(Client client, OrganisationId organisation, int size = 0, string token = "") => client.ListMyShiftsAsync(
        new ListMyShiftsRequest { OrganisationId = organisation.ToString(), PageSize = size, PageToken = token }, cancellationToken: Cancel).ResponseAsync;

    private static Task<ShiftSheet> SheetAsync(Client client, OnDuty duty) =>
        client.GetShiftAsync(new GetShiftRequest { ShiftId = duty.Shift.ShiftId, WithMarks = true }, cancellationToken: Cancel).ResponseAsync;
}
