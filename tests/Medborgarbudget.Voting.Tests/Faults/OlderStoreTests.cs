using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>
/// While Voting runs, its store is all at once as it was some ballots ago: a copy has taken over that the last writes had not reached, since Redis
/// does not wait for its copies.
/// </summary>
[Collection("processes")]
public sealed class OlderStoreTests
{
    [Fact]
    public async Task P1_F6_A_store_that_forgets_acknowledged_ballots_under_load_makes_none_lost_or_doubled()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, postgres.ConnectionString, copies: 2);
        await using var store = await ConnectAsync(redis);
        var load = await ConstantLoad.StartAsync(cluster);
        await load.EndAsync();
        var older = await CopyAsync(store.GetDatabase());

        load.GoOn();
        await load.ShouldGoOnAsync();
        await PutBackAsync(store.GetDatabase(), older);
        await load.ShouldGoOnAsync();

        await load.ShouldBeInTheLedgerAsync();
    }

    [Fact]
    public async Task P1_F6_A_store_that_forgets_acknowledged_ballots_before_the_close_closes_with_all_of_them()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, postgres.ConnectionString);
        await using var store = await ConnectAsync(redis);
        var older = await CopyAsync(store.GetDatabase());
        var load = await ConstantLoad.StartAsync(cluster);
        await load.EndAsync();
        await PutBackAsync(store.GetDatabase(), older);

        await load.ShouldBeInTheLedgerAsync();

        var heads = await LogOf.ShouldBeThatOfTheLedgerAsync(cluster, cluster.Vote);
        heads[^1].IsClosed.ShouldBeTrue();
        heads[^1].Ends.Sum().ShouldBe(load.Acknowledged.Count);
        (await FencesAsync(cluster)).ShouldBe(load.Acknowledged.Count);
    }

    private static Task<ConnectionMultiplexer> ConnectAsync(RedisDatabase redis) =>
        ConnectionMultiplexer.ConnectAsync($"{redis.Configuration},allowAdmin=true");

    private static async Task<long> FencesAsync(BallotCluster cluster)
    {
        await using var db = LedgerOf.Open(cluster);
        return db.Fences.Where(fence => fence.Round == cluster.Vote.Round).Sum(fence => fence.FinalSeq);
    }

    private static async Task<Dictionary<RedisKey, byte[]>> CopyAsync(IDatabase store)
    {
        var keys = (RedisKey[])(await store.ExecuteAsync("KEYS", "*"))!;
        return (await Task.WhenAll(keys.Select(async key => (key, Dump: (await store.KeyDumpAsync(key))!)))).ToDictionary(one => one.key, one => one.Dump);
    }

    /// <summary>In one step, as whoever asks a server by its name finds another one there.</summary>
    private static async Task PutBackAsync(IDatabase store, Dictionary<RedisKey, byte[]> copy)
    {
        var change = store.CreateTransaction();
        List<Task> steps = [change.ExecuteAsync("FLUSHDB")];
        steps.AddRange(copy.Select(one => change.ExecuteAsync("RESTORE", one.Key, 0, one.Value)));
        (await change.ExecuteAsync()).ShouldBeTrue();
        await Task.WhenAll(steps);
    }
}
