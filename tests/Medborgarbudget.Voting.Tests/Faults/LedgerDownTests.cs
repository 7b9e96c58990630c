using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>PostgreSQL crashes and stays away for a while, under load.</summary>
[Collection("processes")]
public sealed class LedgerDownTests
{
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
    public async Task F8_At_level_store_ballots_are_acknowledged_without_the_ledger_and_it_catches_up_by_itself()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("always", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address, level: "store");
        var load = await ConstantLoad.StartAsync(cluster);

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
