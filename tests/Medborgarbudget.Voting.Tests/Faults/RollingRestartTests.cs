using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>A new version is rolled out under load: each process ends (SIGTERM) and starts again, one after another.</summary>
[Collection("processes")]
public sealed class RollingRestartTests
{
    private const int Copies = 2;

    [Fact]
    public async Task F9_P8_A_rolling_restart_fails_no_vote_and_loses_none()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, postgres.ConnectionString, Copies, more: ("Hosting:DrainSeconds", "1.5"));
        await using var balancer = new Balancer(cluster);
        var load = await ConstantLoad.StartAsync(cluster);

        for (var copy = 0; copy < Copies; copy++)
        {
            await RestartAsync(cluster, copy);
            await load.ShouldGoOnAsync();
        }

        load.Unknown.ShouldBe(0);
        await load.ShouldBeInTheLedgerAsync();
    }

    private static async Task RestartAsync(BallotCluster cluster, int copy)
    {
        var ending = cluster.Gateways[copy].StopAsync(Stop.Token);
        await Eventually.HoldsAsync(async () => !await cluster.IsGatewayReadyAsync(copy, Stop.Token));
        ending.IsCompleted.ShouldBeFalse("it says that it is not ready before it ends");
        await ending;
        await cluster.Voting[copy].StopAsync(Stop.Token);

        cluster.Voting[copy].Start();
        await Eventually.HoldsAsync(() => cluster.IsVotingReadyAsync(copy, Stop.Token));
        cluster.Gateways[copy].Start();
        await cluster.WaitUntilReadyAsync(Stop.Token);
    }
}
