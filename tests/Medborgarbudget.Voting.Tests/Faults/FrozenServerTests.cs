using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>A server stands still under load, as under SIGSTOP: connections stay open and nothing answers.</summary>
[Collection("processes")]
public sealed class FrozenServerTests
{
    private static TimeSpan Length => FaultLength.AtLeast(5);

    [Fact]
    public Task F2_A_store_that_stands_still_loses_and_doubles_no_ballot() => FreezeAsync((redis, _) => redis);

    [Fact]
    public Task F2_A_ledger_that_stands_still_loses_and_doubles_no_ballot() => FreezeAsync((_, postgres) => postgres);

    private static async Task FreezeAsync(Func<DedicatedServer, DedicatedServer, DedicatedServer> choose)
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address);
        var load = await ConstantLoad.StartAsync(cluster);

        var victim = choose(redis, postgres);
        await victim.PauseAsync(Stop.Token);
        await Task.Delay(Length, Stop.Token);
        await victim.UnpauseAsync(Stop.Token);
        await load.ShouldGoOnAsync();

        load.Unknown.ShouldBePositive();
        await load.ShouldBeInTheLedgerAsync();
    }
}
