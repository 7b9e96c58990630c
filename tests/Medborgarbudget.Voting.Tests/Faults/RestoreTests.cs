using System.Text;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>All servers are lost, and a backup of the database is put on empty ones.</summary>
[Collection("processes")]
public sealed class RestoreTests
{
    private const string Backup = "/tmp/backup.sql";

    [Fact]
    public async Task F12_P9_A_backup_on_empty_servers_gives_the_same_log_and_result_and_an_open_vote_goes_on()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var otherRedis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var otherPostgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address, more: ("Voting:LogIntervalSeconds", "1"));
        await (await ConstantLoad.StartAsync(cluster)).ShouldBeInTheLedgerAsync();
        var closed = cluster.Vote;
        var heads = await LogOf.ShouldBeThatOfTheLedgerAsync(cluster, closed);
        var result = await CountOf.RunAsync(cluster, closed);
        await cluster.OpenVoteAsync(TimeSpan.FromDays(1), Stop.Token);
        var load = await ConstantLoad.StartAsync(cluster);
        await load.EndAsync();
        await cluster.KillAsync();
        var before = await LogOf.ShouldBeThatOfTheLedgerAsync(cluster, cluster.Vote);

        await RestoreAsync(postgres, otherPostgres);
        await postgres.StopAsync(Stop.Token);
        await redis.StopAsync(Stop.Token);
        await cluster.MoveAsync(FaultCluster.On(otherRedis.Address, otherPostgres.Address), Stop.Token);

        (await LogOf.ShouldBeThatOfTheLedgerAsync(cluster, closed)).ShouldBe(heads);
        (await CountOf.RunAsync(cluster, closed)).ShouldBe(result);
        load.GoOn();
        await load.ShouldGoOnAsync();
        await load.ShouldBeInTheLedgerAsync();
        var after = await LogOf.ShouldBeThatOfTheLedgerAsync(cluster, cluster.Vote);
        after.Take(before.Count).ShouldBe(before);
        after[^1].IsClosed.ShouldBeTrue();
    }

    private static async Task RestoreAsync(DedicatedServer from, DedicatedServer to)
    {
        var backup = await from.RunAsync("pg_dump --username test test", Stop.Token);
        await to.WriteAsync(Backup, Encoding.UTF8.GetBytes(backup), Stop.Token);
        await to.RunAsync($"psql --quiet --set ON_ERROR_STOP=1 --username test --file {Backup} test", Stop.Token);
    }
}
