using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Cluster;

/// <summary>
/// Real processes, killed while ballots are on their way. Short in the suite; MEDBORGARBUDGET_KILL_SECONDS makes it as long as wanted (the
/// promise P1 is for 120 and more).
/// </summary>
[Collection("processes")]
public sealed class KillTests
{
    private const int Voters = 64;
    private const int FewestKills = 8;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(900);

    private static TimeSpan Length => FaultLength.AtLeast(15);

    [Fact]
    public async Task P1_F1_No_acknowledged_ballot_is_lost_when_gateway_voting_store_and_ledger_are_killed_in_turn()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await BallotCluster.StartAsync(
            new ClusterStorage("postgres", postgres.Address, $"{redis.Address},connectTimeout=1000"), 1, Stop.Token, more: ("Voting:CastsPerMinute", "1000000"));
        var voters = Enumerable.Range(0, Voters).Select(_ => new Voter(cluster)).ToList();
        var ballots = new ManyBallots(voters, devices: 1, Stop.Token);

        var (kills, midWrite) = (0, 0);
        Func<Task>[] victims =
        [
            () => cluster.Gateways[0].RestartAsync(),
            () => cluster.Voting[0].RestartAsync(),
            () => RestartAsync(redis),
            () => RestartAsync(postgres),
        ];
        var begun = TimeProvider.System.GetTimestamp();
        while (kills < FewestKills || TimeProvider.System.GetElapsedTime(begun) < Length)
        {
            await Task.Delay(Between, Stop.Token);
            midWrite += ballots.InFlight > 0 ? 1 : 0;
            await victims[kills++ % victims.Length]();
            await cluster.WaitUntilReadyAsync(Stop.Token);
        }

        await ballots.EndAsync();
        await cluster.CloseAsync(Stop.Token);

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{ballots.Acknowledged.Count} acknowledged, {kills} kills, {midWrite} with requests in flight, {voters.Sum(voter => voter.Unknown)} answers unknown at first");
        midWrite.ShouldBeGreaterThanOrEqualTo(kills * 9 / 10);
        ballots.Acknowledged.Count.ShouldBeGreaterThan(Voters);
        (await LedgerOf.ReadAsync(cluster, Stop.Token)).ShouldHoldExactly(ballots.Acknowledged);
    }

    private static async Task RestartAsync(DedicatedServer server)
    {
        await server.StopAsync(Stop.Token);
        await server.StartAsync(Stop.Token);
    }
}
