using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>A master of the store's cluster is killed under load, and no copy takes over.</summary>
[Collection("processes")]
public sealed class LostMasterTests
{
    /// <param name="level">Level store asks every master how it syncs.</param>
    /// <param name="master">The first is the one that the connection string names.</param>
    [Theory]
    [InlineData("ledger", 0)]
    [InlineData("store", 1)]
    public async Task F2_Without_a_master_every_ballot_is_refused_and_when_it_is_back_none_is_lost(string level, int master)
    {
        await using var redis = await RedisCluster.StartDedicatedAsync(Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, postgres.ConnectionString, level: level);
        var load = await ConstantLoad.StartAsync(cluster);

        await redis.KillAsync(master, Stop.Token);
        await load.ShouldOnlyBeRefusedAsync(FaultLength.AtLeast(2));
        await redis.StartAgainAsync(master, Stop.Token);
        await load.ShouldGoOnAsync();

        await load.ShouldBeInTheLedgerAsync();
    }
}
