using Medborgarbudget.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using WireChannel = Medborgarbudget.Contracts.Identity.V1.Channel;

namespace Medborgarbudget.Identity.Tests.Features;

public sealed class MarkRaceOnSqlite(SqliteIdentity host) : MarkRaceTests(host), IClassFixture<SqliteIdentity>;

public sealed class MarkRaceOnPostgres(PostgresIdentity host) : MarkRaceTests(host), IClassFixture<PostgresIdentity>;

/// <summary>Everybody at once on one person.</summary>
public abstract class MarkRaceTests(IdentityFixture host)
{
    private const int Officers = 25;
    private const int Redemptions = 25;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(WireChannel.Paper)]
    [InlineData(WireChannel.Kiosk)]
    public async Task C1_many_officers_and_the_web_at_once_make_one_mark_and_no_token_after_it(WireChannel channel)
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 1);
        var code = (await roll.DrawCodesAsync(1)).Single().Code;
        var place = await places.CreateAsync(channels: [channel]);
        var duties = new List<OnDuty>();
        for (var i = 0; i < Officers; i++)
        {
            duties.Add(await places.DutyAsync(place));
        }

        var isMarked = 0;
        var marks = duties.Select(async duty =>
        {
            var outcome = await Failures.CodeOf(() => duty.MarkAsync("k1", channel));
            Volatile.Write(ref isMarked, outcome.Length == 0 ? 1 : isMarked);
            return outcome;
        });
        var web = Enumerable.Range(0, Redemptions).Select(async i =>
        {
            var begunAfter = Volatile.Read(ref isMarked) == 1;
            return (BegunAfter: begunAfter, Code: await Failures.CodeOf(() => roll.RedeemAsync(code)));
        });
        var (marking, redeeming) = (Task.WhenAll(marks), Task.WhenAll(web));
        (await marking).GroupBy(outcome => outcome).Select(group => (group.Key, group.Count())).ShouldBe(
            [("", 1), ("identity.already_marked", Officers - 1)], ignoreOrder: true);
        var redeemed = await redeeming;
        redeemed.ShouldAllBe(each => each.Code == "" || each.Code == "identity.voted_at_place");
        redeemed.Where(each => each.BegunAfter).ShouldAllBe(each => each.Code == "identity.voted_at_place");
        (await Failures.CodeOf(() => roll.RedeemAsync(code))).ShouldBe("identity.voted_at_place");
        var hasToken = channel == WireChannel.Kiosk || redeemed.Any(each => each.Code == "");
        (await roll.SummaryAsync()).EntriesWithToken.ShouldBe(hasToken ? 1 : 0);
    }

    /// <summary>A token whose entry was read just before the officer's mark and is written just after it.</summary>
    [Fact]
    public async Task Token_that_waited_while_an_officer_marked_is_not_given()
    {
        var (roll, places) = await PlaceDriver.VotingAsync(host, 2);
        await (await places.DutyAsync()).MarkAsync("k1");
        await using var scope = host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var import = (await db.Rolls.SingleAsync(row => row.SubBudgetId == roll.SubBudget, Cancel)).ImportId!.Value;
        var marks = host.Services.GetRequiredService<Ballots.TokenMarks>();
        (await marks.MarkAsync(new EntryMark(roll.SubBudget, import, 1, Channel.Web), Cancel)).ShouldBeFalse();
        (await marks.MarkAsync(new EntryMark(roll.SubBudget, import, 2, Channel.Web), Cancel)).ShouldBeTrue();
        (await roll.SummaryAsync()).EntriesWithToken.ShouldBe(1);
    }
}
