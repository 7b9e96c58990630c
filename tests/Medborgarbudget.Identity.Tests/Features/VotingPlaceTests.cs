using Google.Protobuf.WellKnownTypes;
using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Kernel;
using Client = Medborgarbudget.Contracts.Identity.V1.VotingPlaceService.VotingPlaceServiceClient;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class VotingPlacesOnSqlite(SqliteIdentity host) : VotingPlaceTests(host), IClassFixture<SqliteIdentity>;

public sealed class VotingPlacesOnPostgres(PostgresIdentity host) : VotingPlaceTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Places and shifts, before anybody is marked.</summary>
public abstract class VotingPlaceTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_are_listed_page_by_page_as_they_were_created()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var first = await places.CreateAsync(channels: [WireChannel.Telephone, WireChannel.Kiosk]);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await places.CreateAsync(offline: true);
        first.Channels.ShouldBe([WireChannel.Kiosk, WireChannel.Telephone]);
        var request = new ListVotingPlacesRequest { SubBudgetId = roll.SubBudget.ToString(), PageSize = 1 };
        var listed = await places.Leader.ListVotingPlacesAsync(request, cancellationToken: Cancel);
        listed.VotingPlaces.ShouldBe([first]);
        request.PageToken = listed.NextPageToken;
        listed = await places.Leader.ListVotingPlacesAsync(request, cancellationToken: Cancel);
        (listed.VotingPlaces.Single(), listed.NextPageToken).ShouldBe((second, ""));
    }

    [Fact]
    public async Task Officer_sees_her_own_shifts_and_the_others_all()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var place = await places.CreateAsync();
        var (first, second) = (await places.DutyAsync(place), await places.DutyAsync(place));
        (await ShiftsAsync(first.Client, place)).ShouldBe([first.Shift]);
        (await ShiftsAsync(second.Client, place)).ShouldBe([second.Shift]);
        (await ShiftsAsync(places.Leader, place)).ShouldBe([first.Shift, second.Shift], ignoreOrder: true);
        (await ShiftsAsync(places.Holder(WireRole.Auditor), place)).Count.ShouldBe(2);
        var elsewhere = new PlaceDriver(host, new RollDriver(host));
        (await Failures.CodeOf(() => ShiftsAsync(elsewhere.Leader, place))).ShouldBe("request.forbidden");
    }

    [Fact]
    public async Task Officer_of_one_sub_budget_takes_no_shift_in_another_and_finds_her_own()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var place = (await places.CreateAsync()).VotingPlaceId;
        var elsewhere = new RollDriver(host, roll.Organisation);
        await elsewhere.EnterAsync("Determined");
        var stranger = await places.OfficerAsync(elsewhere.SubBudget);
        (await Failures.CodeOf(() => places.AssignAsync(place, stranger))).ShouldBe("identity.officer_missing");
        var officer = await places.OfficerAsync(roll.SubBudget);
        var shift = await places.AssignAsync(place, officer);
        (await MineAsync(officer, roll.SubBudget)).ShouldHaveSingleItem().Shift.ShouldBe(shift);
        (await MineAsync(stranger, elsewhere.SubBudget)).ShouldBeEmpty();
        var other = Limited(officer, elsewhere.SubBudget);
        (await Failures.CodeOf(() => other.GetShiftAsync(new GetShiftRequest { ShiftId = shift.ShiftId }, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.forbidden");

        async Task<IReadOnlyList<ShiftSheet>> MineAsync(PersonId person, SubBudgetId subBudget) => (await Limited(person, subBudget).ListMyShiftsAsync(
            new ListMyShiftsRequest { OrganisationId = roll.Organisation.ToString() }, cancellationToken: Cancel)).Shifts;

        Client Limited(PersonId person, SubBudgetId subBudget) =>
            new(host.As(host.Tokens.Person(person, new ServiceDefaults.Access.HeldRole(WireRole.VotingOfficer, roll.Organisation, subBudget))));
    }

    [Fact]
    public async Task Shift_goes_to_an_officer_of_the_organisation_alone()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var place = (await places.CreateAsync()).VotingPlaceId;
        (await Failures.CodeOf(async () => await places.AssignAsync(place, await host.AddPersonAsync(Cancel)))).ShouldBe("identity.officer_missing");
        var elsewhere = new PlaceDriver(host, new RollDriver(host));
        (await Failures.CodeOf(async () => await places.AssignAsync(place, await elsewhere.OfficerAsync()))).ShouldBe("identity.officer_missing");
        var officer = await places.OfficerAsync();
        (await Failures.CodeOf(() => places.AssignAsync(place, officer, client: elsewhere.Leader))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => places.AssignAsync(place, officer, client: places.Holder(WireRole.VotingOfficer, officer)))).ShouldBe("request.forbidden");
        (await Failures.CodeOf(() => places.AssignAsync(Guid.NewGuid().ToString(), officer))).ShouldBe("identity.voting_place_missing");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 25)]
    [InlineData(-5, -1)]
    public async Task Shift_ends_after_it_begins_within_a_day_and_in_the_future(int begins, int ends)
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var (place, now) = (await places.CreateAsync(), host.Clock.GetUtcNow());
        var request = new AssignShiftRequest
        {
            VotingPlaceId = place.VotingPlaceId,
            PersonId = (await places.OfficerAsync()).ToString(),
            BeginsAt = now.AddHours(begins).ToTimestamp(),
            EndsAt = now.AddHours(ends).ToTimestamp(),
        };
        (await Failures.CodeOf(() => places.Leader.AssignShiftAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.invalid");
        request.BeginsAt = null;
        (await Failures.CodeOf(() => places.Leader.AssignShiftAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Nothing_is_planned_once_voting_is_over()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var (place, officer) = (await places.CreateAsync(), await places.OfficerAsync());
        await roll.EnterAsync("Counting");
        (await Failures.CodeOf(() => places.CreateAsync())).ShouldBe("identity.voting_over");
        (await Failures.CodeOf(() => places.AssignAsync(place.VotingPlaceId, officer))).ShouldBe("identity.voting_over");
    }

    [Fact]
    public async Task Channels_are_numbered_as_in_the_contract()
    {
        foreach (var channel in System.Enum.GetValues<Channel>())
        {
            ((WireChannel)channel).ToString().ShouldBe(channel.ToString());
        }

        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        (await Failures.CodeOf(() => places.CreateAsync(channels: [(WireChannel)77]))).ShouldBe("request.invalid");
    }

    private static async Task<IList<Contracts.Identity.V1.Shift>> ShiftsAsync(VotingPlaceService.VotingPlaceServiceClient client, Contracts.Identity.V1.VotingPlace place) =>
        (await client.ListShiftsAsync(new ListShiftsRequest { VotingPlaceId = place.VotingPlaceId }, cancellationToken: Cancel)).Shifts;
}
