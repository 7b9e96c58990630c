using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>The disk of a server is full for a while, under load.</summary>
[Collection("processes")]
public sealed class FullDiskTests
{
    [Fact]
    public async Task F3_P10_A_ledger_on_a_full_disk_acknowledges_nothing_that_it_does_not_hold()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token, new SmallDisk(256));
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, postgres.Address);
        await FillAsync(postgres, cluster);
    }

    [Fact]
    public async Task F3_P10_A_store_on_a_full_disk_costs_no_acknowledged_ballot()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token, new SmallDisk(64));
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.ConnectionString);
        await FillAsync(redis, cluster);
    }

    private static async Task FillAsync(DedicatedServer server, BallotCluster cluster)
    {
        var load = await ConstantLoad.StartAsync(cluster);
        await server.RunAsync(SmallDisk.Fill, Stop.Token);
        await load.ShouldBeRefusedAsync();
        await Task.Delay(FaultLength.AtLeast(2), Stop.Token);
        await server.RunAsync(SmallDisk.Free, Stop.Token);
        await load.ShouldGoOnAsync();
        await load.ShouldBeInTheLedgerAsync();
    }
}
