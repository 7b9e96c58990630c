using System.Collections.Concurrent;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>PostgreSQL crashes and stays away for a while, under load.</summary>
[Collection("processes")]
public sealed class LedgerDownTests
{
    /// <summary>The key of the current ballot and 64 before it; who has had more is asked after in the ledger.</summary>
    private const int StoreRemembers = 65;

    [Fact]
    public async Task F8_Without_the_ledger_nothing_is_acknowledged_and_what_was_unknown_is_settled_when_it_is_back()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address);
        var load = await ConstantLoad.StartAsync(cluster);

        await postgres.StopAsync(Stop.Token);
        await load.ShouldOnlyBeRefusedAsync(FaultLength.AtLeast(2));
        await postgres.StartAsync(Stop.Token);
        await load.ShouldGoOnAsync();

        load.Unknown.ShouldBePositive();
        await load.ShouldBeInTheLedgerAsync();
    }

    [Fact]
    public async Task F8_Voter_with_more_keys_than_the_store_remembers_waits_for_the_ledger_and_the_others_do_not()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("always", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address, level: "store");
        var (many, few, inFlight) = (new Voter(cluster), new Voter(cluster), new InFlight());
        var acknowledged = new ConcurrentBag<Acknowledgement>();
        await many.CastUntilAsync(() => many.Casts == StoreRemembers, acknowledged, inFlight, Stop.Token);

        await postgres.StopAsync(Stop.Token);
        await few.CastUntilAsync(() => few.Casts == 2, acknowledged, inFlight, Stop.Token);
        var waiting = many.CastUntilAsync(() => many.Casts > StoreRemembers, acknowledged, inFlight, Stop.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(many.Refused > 1));
        waiting.IsCompleted.ShouldBeFalse();

        await postgres.StartAsync(Stop.Token);
        await waiting;
        await cluster.CloseAsync(Stop.Token);
        (await LedgerOf.ReadAsync(cluster, Stop.Token)).ShouldHoldExactly(acknowledged);
    }

    [Fact]
    public async Task F8_At_level_store_ballots_are_acknowledged_without_the_ledger_and_it_catches_up_by_itself()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("always", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address, level: "store");
        var load = await ConstantLoad.StartAsync(cluster, mostBallots: StoreRemembers);

        await postgres.StopAsync(Stop.Token);
        await load.ShouldGoOnAsync();
        await Task.Delay(FaultLength.AtLeast(2), Stop.Token);
        await load.ShouldGoOnAsync();
        (await cluster.IsVotingReadyAsync(0, Stop.Token)).ShouldBeTrue();
        await postgres.StartAsync(Stop.Token);
        await load.ShouldGoOnAsync();

        await load.EndAsync();
        await Eventually.HoldsAsync(async () => (await LedgerOf.ReadAsync(cluster, Stop.Token)).Count >= load.Acknowledged.Count);
        await load.ShouldBeInTheLedgerAsync();
    }
}
