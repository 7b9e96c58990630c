using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>What the log of an open vote stands on is not there when Voting starts: it takes no ballot, and goes on when it is back.</summary>
[Collection("processes")]
public sealed class BrokenRecordTests
{
    [Fact]
    public Task P10_Without_the_key_that_the_manifest_names_no_ballot_is_taken() => BreakAsync(
        cluster => MoveAsync(KeyFile(cluster), KeyFile(cluster) + ".away"),
        cluster => MoveAsync(KeyFile(cluster) + ".away", KeyFile(cluster)));

    [Fact]
    public Task P10_With_a_head_that_cannot_be_read_no_ballot_is_taken() => BreakAsync(
        cluster => FlipAsync(cluster, "UPDATE log_heads SET line = set_byte(line, 0, 255 - get_byte(line, 0))"),
        cluster => FlipAsync(cluster, "UPDATE log_heads SET line = set_byte(line, 0, 255 - get_byte(line, 0))"));

    [Fact]
    public Task P10_With_a_tree_that_is_not_that_of_its_head_no_ballot_is_taken() => BreakAsync(
        cluster => FlipAsync(cluster, "UPDATE log_heads SET peaks = set_byte(peaks, 0, 255 - get_byte(peaks, 0))"),
        cluster => FlipAsync(cluster, "UPDATE log_heads SET peaks = set_byte(peaks, 0, 255 - get_byte(peaks, 0))"));

    private static async Task BreakAsync(Func<BallotCluster, Task> damage, Func<BallotCluster, Task> repair)
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, postgres.ConnectionString, more: ("Voting:LogIntervalSeconds", "1"));
        var load = await ConstantLoad.StartAsync(cluster);
        await Eventually.HoldsAsync(() => HasHeadAsync(cluster));
        await load.ShouldStandStillUntilRepairedAsync(() => damage(cluster), () => repair(cluster));
        await LogOf.ShouldBeThatOfTheLedgerAsync(cluster, cluster.Vote);
    }

    private static string KeyFile(BallotCluster cluster) => cluster.Settings["Voting:LogKeyFile"]!;

    private static Task MoveAsync(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        return Task.CompletedTask;
    }

    private static async Task<bool> HasHeadAsync(BallotCluster cluster)
    {
        await using var db = LedgerOf.Open(cluster);
        return await db.LogHeads.AnyAsync(Stop.Token);
    }

    /// <summary>Run twice, it leaves everything as it was.</summary>
    private static async Task FlipAsync(BallotCluster cluster, string sql)
    {
        await using var db = LedgerOf.Open(cluster);
        await db.Database.ExecuteSqlRawAsync(sql, Stop.Token);
    }
}
