using Medborgarbudget.Contracts.Identity.V1;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;
using WireRole = Medborgarbudget.Contracts.Access.V1.Role;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class OfflineMarksOnSqlite(SqliteIdentity host) : OfflineMarkTests(host), IClassFixture<SqliteIdentity>;

public sealed class OfflineMarksOnPostgres(PostgresIdentity host) : OfflineMarkTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Marks that were taken without a connection and settled afterwards.</summary>
public abstract class OfflineMarkTests(IdentityFixture host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task C5_first_mark_counts_wherever_it_was_made_and_the_rest_is_discarded()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 5);
        var codes = (await roll.DrawCodesAsync(5)).ToDictionary(code => code.LocalKey, code => code.Code);
        await roll.RedeemAsync(codes["k1"]);
        await (await places.DutyAsync()).MarkAsync("k2");
        var (school, boat) = (await OfflineAsync(places), await OfflineAsync(places));
        (await school.SettleAsync("k1", "k2", "k3", "nobody", "k3")).ShouldBe([1, 3]);
        (await boat.SettleAsync("k3", "k4")).ShouldBe([2]);
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k1"]))).ShouldBe("identity.voted_at_place");
        (await Failures.CodeOf(() => roll.RedeemAsync(codes["k4"]))).ShouldBe("identity.voted_at_place");
        await roll.RedeemAsync(codes["k5"]);
    }

    [Fact]
    public async Task Same_list_gets_the_same_answers_and_another_one_is_refused()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 3);
        var duty = await OfflineAsync(places);
        var first = await duty.SettleAsync("k1", "nobody", "k2", "k1");
        first.ShouldBe([1, 3]);
        (await duty.SettleAsync("k1", "nobody", "k2", "k1")).ShouldBe(first);
        (await Failures.CodeOf(() => duty.SettleAsync("k1", "nobody", "k2", "k3"))).ShouldBe("identity.marks_settled");
        (await Failures.CodeOf(() => duty.SettleAsync("k3"))).ShouldBe("identity.marks_settled");
    }

    [Fact]
    public async Task List_settled_many_times_at_once_is_settled_once()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 20);
        var keys = Enumerable.Range(1, 20).Select(i => $"k{i}").ToArray();
        var duties = new[] { await OfflineAsync(places), await OfflineAsync(places), await OfflineAsync(places) };
        var answers = await Task.WhenAll(duties.SelectMany(duty => Enumerable.Repeat(duty, 3)).Select(duty => duty.SettleAsync(keys)));
        answers.Count(counted => counted.Count == 20).ShouldBe(3);
        answers.Count(counted => counted.Count == 0).ShouldBe(6);
    }

    [Fact]
    public async Task Process_leader_may_settle_and_close_and_no_other_officer()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var duty = await OfflineAsync(places);
        var stranger = duty with { Client = places.Holder(WireRole.VotingOfficer) };
        (await Failures.CodeOf(() => stranger.SettleAsync("k1"))).ShouldBe("identity.shift_missing");
        (await Failures.CodeOf(() => stranger.CloseAsync())).ShouldBe("identity.shift_missing");
        foreach (var role in Enum.GetValues<WireRole>().Except([WireRole.Unspecified, WireRole.NetworkLeader, WireRole.VotingOfficer, WireRole.ProcessLeader]))
        {
            var other = duty with { Client = places.Holder(role) };
            (await Failures.CodeOf(() => other.SettleAsync("k1"))).ShouldBe("request.forbidden", role.ToString());
            (await Failures.CodeOf(() => other.CloseAsync())).ShouldBe("request.forbidden", role.ToString());
        }

        var leader = duty with { Client = places.Leader };
        (await leader.SettleAsync("k1")).ShouldBe([1]);
        (await leader.CloseAsync(1)).Envelopes.ShouldBe(1);
    }

    [Fact]
    public async Task Shift_is_closed_once_and_not_before_its_envelopes_are_settled()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var duty = await OfflineAsync(places);
        (await Failures.CodeOf(() => duty.CloseAsync(-1))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => duty.CloseAsync(1))).ShouldBe("identity.marks_not_settled");
        await duty.SettleAsync("k1");
        var closed = await duty.CloseAsync(2);
        (closed.Envelopes, closed.ClosedAt.ToDateTimeOffset()).ShouldBe((2, host.Clock.GetUtcNow()));
        (await Failures.CodeOf(() => duty.CloseAsync(2))).ShouldBe("identity.shift_closed");
        (await Failures.CodeOf(() => duty.SettleAsync("k1"))).ShouldBe("identity.shift_closed");
        (await (await OfflineAsync(places)).CloseAsync()).Envelopes.ShouldBe(0);
    }

    [Fact]
    public async Task Marks_are_settled_after_the_close_while_votes_are_counted_and_not_later()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 2);
        var (first, second) = (await OfflineAsync(places), await OfflineAsync(places));
        await roll.EnterAsync("Counting");
        (await first.SettleAsync("k1")).ShouldBe([1]);
        await roll.EnterAsync("PreliminaryResult");
        (await Failures.CodeOf(() => second.SettleAsync("k2"))).ShouldBe("identity.voting_over");
    }

    [Fact]
    public async Task Offline_place_takes_no_marks_one_by_one_and_no_other_place_takes_a_list()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        (await Failures.CodeOf(async () => await (await OfflineAsync(places)).MarkAsync("k1"))).ShouldBe("identity.channel_not_offered");
        (await Failures.CodeOf(async () => await (await places.DutyAsync()).SettleAsync("k1"))).ShouldBe("identity.channel_not_offered");
        (await Failures.CodeOf(() => places.CreateAsync(offline: true, WireChannel.Kiosk))).ShouldBe("request.invalid");
        (await Failures.CodeOf(() => places.CreateAsync(offline: false, WireChannel.Web))).ShouldBe("request.invalid");
    }

    [Fact]
    public async Task Faulty_list_is_told_by_its_places()
    {
        var (_, places) = await PlaceDriver.VotingAsync(host, 1);
        var duty = await OfflineAsync(places);
        SettleOfflineMarksRequest[] faulty =
        [
            new(), new() { Marks = { new OfflineMark { Envelope = 0, Voter = PlaceDriver.Local("k1") } } }, new() { Marks = { new OfflineMark { Envelope = 1 } } },
            new() { Marks = { Enumerable.Repeat(new OfflineMark { Envelope = 1, Voter = PlaceDriver.Local("k1") }, 2) } },
            new() { Marks = { Enumerable.Range(1, 1001).Select(i => new OfflineMark { Envelope = i, Voter = PlaceDriver.Local($"k{i}") }) } },
        ];
        foreach (var request in faulty)
        {
            request.ShiftId = duty.Shift.ShiftId;
            (await Failures.CodeOf(() => duty.Client.SettleOfflineMarksAsync(request, cancellationToken: Cancel).ResponseAsync)).ShouldBe("request.invalid");
        }
    }

    private static async Task<OnDuty> OfflineAsync(PlaceDriver places) => await places.DutyAsync(await places.CreateAsync(offline: true));
}
