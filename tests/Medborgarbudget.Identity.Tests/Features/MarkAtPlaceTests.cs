using Medborgarbudget.Contracts.Identity.V1;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Identity.Storage;
using Medborgarbudget.Kernel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class MarkAtPlaceOnSqlite(SqliteIdentity host) : MarkAtPlaceTests(host), IClassFixture<SqliteIdentity>;

public sealed class MarkAtPlaceOnPostgres(PostgresIdentity host) : MarkAtPlaceTests(host), IClassFixture<PostgresIdentity>;

/// <summary>One person has one mark, whatever the channel.</summary>
public abstract class MarkAtPlaceTests(IdentityFixture host)
{
    private const string Number = "199602292386";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C5_paper_mark_shuts_sign_in_and_code_for_that_person_alone()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 2);
        var codes = (await roll.DrawCodesAsync(2)).ToDictionary(code => code.LocalKey, code => code.Code);
        var person = await SignedInAsync(RollKeyType.Local, "k1");
        (await ClaimAsync(roll.TokenAsync(person), "channel")).ShouldBe("web");
        var duty = await places.DutyAsync();
        (await duty.MarkAsync("k1")).BallotToken.ShouldBeNull();
        (await Failures.CodeOf(() => roll.TokenAsync(person))).ShouldBe("identity.voted_at_place");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k1"]))).ShouldBe("identity.voted_at_place");
        (await ClaimAsync(roll.RedeemAsync(codes["k2"]), "channel")).ShouldBe("code");
        (await roll.SummaryAsync()).EntriesWithToken.ShouldBe(2, "who had a token before the mark still had one");
    }

    [Theory]
    [InlineData(WireChannel.Kiosk, "kiosk")]
    [InlineData(WireChannel.Telephone, "telephone")]
    public async Task Token_of_an_officer_says_its_channel_and_is_given_again_to_the_same_shift_alone(WireChannel channel, string name)
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var person = await SignedInAsync(RollKeyType.Local, "k1");
        var pid = await ClaimAsync(roll.TokenAsync(person), "pid");
        var (duty, other) = (await places.DutyAsync(channel, WireChannel.Paper), await places.DutyAsync(channel));
        (await TokenOf(duty.MarkAsync("k1", channel), "channel")).ShouldBe(name);
        (await TokenOf(duty.MarkAsync("k1", channel), "pid")).ShouldBe(pid);
        (await Failures.CodeOf(() => duty.MarkAsync("k1"))).ShouldBe("identity.marked_in_shift");
        (await Failures.CodeOf(() => other.MarkAsync("k1", channel))).ShouldBe("identity.already_marked");
        (await Failures.CodeOf(() => roll.TokenAsync(person))).ShouldBe("identity.voted_at_place");
        (await roll.SummaryAsync()).EntriesWithToken.ShouldBe(1);
    }

    [Fact]
    public async Task Token_of_a_kiosk_is_the_persons_first_and_is_counted()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 2);
        var duty = await places.DutyAsync(WireChannel.Kiosk, WireChannel.Paper);
        await duty.MarkAsync("k1", WireChannel.Kiosk);
        await duty.MarkAsync("k2");
        (await roll.SummaryAsync()).EntriesWithToken.ShouldBe(1);
    }

    [Fact]
    public async Task Second_card_is_refused_by_the_same_shift_and_by_another()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var place = await places.CreateAsync();
        var (first, second) = (await places.DutyAsync(place), await places.DutyAsync(place));
        await first.MarkAsync("k1");
        (await Failures.CodeOf(() => first.MarkAsync("k1"))).ShouldBe("identity.marked_in_shift");
        (await Failures.CodeOf(() => second.MarkAsync("k1"))).ShouldBe("identity.already_marked");
    }

    [Fact]
    public async Task Mark_by_personal_number_finds_her_however_it_is_written()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined");
        await roll.ImportAsync($"key_type,key,area\npersonal_number,{Number},Norr\n");
        await roll.EnterAsync("Voting");
        var duty = await new PlaceDriver(host, roll).DutyAsync(WireChannel.Kiosk);
        var pid = await TokenOf(duty.MarkAsync(new VoterKey { PersonalNumber = "960229-2386" }, WireChannel.Kiosk), "pid");
        (await TokenOf(duty.MarkAsync(new VoterKey { PersonalNumber = Number }, WireChannel.Kiosk), "pid")).ShouldBe(pid);
        (await Failures.CodeOf(async () => await roll.TokenAsync(await SignedInAsync(RollKeyType.PersonalNumber, Number)))).ShouldBe("identity.voted_at_place");
    }

    [Fact]
    public async Task Who_is_not_on_the_roll_gets_the_same_answer_as_who_is_too_young_and_faulty_requests_are_told()
    {
        var roll = new RollDriver(host);
        await roll.EnterAsync("Determined", new Contracts.Events.RollRuleData(50, 0, new DateOnly(2027, 1, 1)));
        await roll.ImportAsync($"key_type,key\npersonal_number,{Number}\n");
        await roll.EnterAsync("Voting", new Contracts.Events.RollRuleData(50, 0, new DateOnly(2027, 1, 1)));
        var duty = await new PlaceDriver(host, roll).DutyAsync();
        (await Failures.CodeOf(() => duty.MarkAsync(new VoterKey { PersonalNumber = Number }))).ShouldBe("identity.not_eligible");
        (await Failures.CodeOf(() => duty.MarkAsync(new VoterKey { PersonalNumber = "189001019802" }))).ShouldBe("identity.not_eligible");
        (await Failures.CodeOf(() => duty.MarkAsync("nobody"))).ShouldBe("identity.not_eligible");
        VoterKey[] faulty = [new(), new() { PersonalNumber = Number, LocalKey = "k1" }, new() { PersonalNumber = "199602292387" }, new() { LocalKey = new string('k', 65) }];
        foreach (var voter in faulty)
        {
            (await Failures.CodeOf(() => duty.MarkAsync(voter))).ShouldBe("request.invalid");
        }

        (await Failures.CodeOf(() => duty.MarkAsync("k1", WireChannel.Unspecified))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => duty.MarkAsync("k1", WireChannel.Web))).ShouldBe("identity.channel_not_offered");
        (await Failures.CodeOf(() => duty.MarkAsync("k1", WireChannel.Kiosk))).ShouldBe("identity.channel_not_offered");
    }

    [Fact]
    public async Task Officer_marks_in_her_own_shift_alone_and_only_while_it_is_on()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var place = await places.CreateAsync();
        var officer = await places.OfficerAsync();
        var later = await places.AssignAsync(place.VotingPlaceId, officer, TimeSpan.FromHours(10));
        var duty = new OnDuty(places.Holder(WireRole.VotingOfficer, officer), later, place, officer);
        (await Failures.CodeOf(() => duty.MarkAsync("k1"))).ShouldBe("identity.shift_not_on");
        var on = await places.DutyAsync(place);
        (await Failures.CodeOf(() => (duty with { Shift = on.Shift }).MarkAsync("k1"))).ShouldBe("identity.shift_missing");
        (await Failures.CodeOf(() => (on with { Client = places.Leader }).MarkAsync("k1"))).ShouldBe("request.forbidden");
        var elsewhere = new PlaceDriver(host, new RollDriver(host)).Holder(WireRole.VotingOfficer, on.Officer);
        (await Failures.CodeOf(() => (on with { Client = elsewhere }).MarkAsync("k1"))).ShouldBe("request.forbidden");
        await roll.EnterAsync("Voting", paused: true);
        (await Failures.CodeOf(() => on.MarkAsync("k1"))).ShouldBe("identity.voting_not_open");
        await roll.EnterAsync("Voting");
        await on.CloseAsync();
        (await Failures.CodeOf(() => on.MarkAsync("k1"))).ShouldBe("identity.shift_closed");
    }

    [Fact]
    public async Task Officer_who_tries_keys_is_stopped_and_may_go_on_after_an_hour()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 2);
        var duty = await places.DutyAsync();
        var tried = await Task.WhenAll(Enumerable.Range(0, 2 * Shift.MostRefusals).Select(i => Failures.CodeOf(() => duty.MarkAsync($"guess-{i}"))));
        tried.Count(code => code == "identity.not_eligible").ShouldBe(Shift.MostRefusals);
        tried.Count(code => code == "identity.too_many_refusals").ShouldBe(Shift.MostRefusals);
        (await Failures.CodeOf(() => duty.MarkAsync("k1"))).ShouldBe("identity.too_many_refusals");
        host.Clock.Advance(Shift.RefusalWindow);
        await (duty with { Client = places.Holder(WireRole.VotingOfficer, duty.Officer) }).MarkAsync("k1");
    }

    [Fact]
    public async Task Mark_survives_a_new_roll()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var duty = await places.DutyAsync();
        await duty.MarkAsync("k1");
        await roll.EnterAsync("Voting", rehearsal: true);
        await roll.ImportLocalAsync(2);
        (await Failures.CodeOf(async () => await roll.TokenAsync(await SignedInAsync(RollKeyType.Local, "k1")))).ShouldBe("identity.voted_at_place");
        (await Failures.CodeOf(() => duty.MarkAsync("k1"))).ShouldBe("identity.marked_in_shift");
    }

    private async Task<PersonId> SignedInAsync(RollKeyType type, string key)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PersonStore>().FindOrAddAsync(new PersonKey(type, key), "Bo Låtsas", Cancel);
    }

    private static async Task<string> ClaimAsync(Task<BallotToken> token, string claim) => new JsonWebToken((await token).Token).GetClaim(claim).Value;

    private static async Task<string> TokenOf(Task<MarkAtPlaceResponse> mark, string claim) =>
        new JsonWebToken((await mark).BallotToken.Token).GetClaim(claim).Value;
}
