using Medborgarbudget.TestKit.RealServers;
using Npgsql;
using StackExchange.Redis;

namespace Medborgarbudget.Messaging.Tests.RealServers;

/// <summary>
/// The servers that the other tests rely on are real, apart from each other, and keep what they confirmed.
/// </summary>
public sealed class RealServersTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSQL_answers_with_its_version_and_syncs_what_it_commits()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync(Stop);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);

        await using var version = source.CreateCommand("SELECT version()");
        await using var fsync = source.CreateCommand("SHOW fsync");

        (await version.ExecuteScalarAsync(Stop)).ShouldBeOfType<string>().ShouldStartWith("PostgreSQL ");
        (await fsync.ExecuteScalarAsync(Stop)).ShouldBe("on");
    }

    [Fact]
    public async Task A_table_in_one_PostgreSQL_database_is_not_seen_in_another()
    {
        await using var one = await PostgresServer.CreateDatabaseAsync(Stop);
        await using var other = await PostgresServer.CreateDatabaseAsync(Stop);
        await using var source = NpgsqlDataSource.Create(one.ConnectionString);
        await using var otherSource = NpgsqlDataSource.Create(other.ConnectionString);

        await using var create = source.CreateCommand("CREATE TABLE measure (id int)");
        await create.ExecuteNonQueryAsync(Stop);
        await using var find = otherSource.CreateCommand("SELECT to_regclass('measure')::text");

        (await find.ExecuteScalarAsync(Stop)).ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task Redis_runs_a_loaded_script_by_its_hash()
    {
        await using var space = await RedisServer.CreateDatabaseAsync(Stop);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(space.Configuration);
        var hash = await redis.GetServers()[0].ScriptLoadAsync("return redis.call('INCRBY', KEYS[1], ARGV[1])");

        await redis.GetDatabase().ScriptEvaluateAsync(hash, ["votes"], [40]);
        var sum = await redis.GetDatabase().ScriptEvaluateAsync(hash, ["votes"], [2]);

        ((long)sum).ShouldBe(42);
    }

    [Fact]
    public async Task A_key_in_one_Redis_database_is_not_seen_in_another()
    {
        await using var one = await RedisServer.CreateDatabaseAsync(Stop);
        await using var other = await RedisServer.CreateDatabaseAsync(Stop);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(one.Configuration);
        await using var otherRedis = await ConnectionMultiplexer.ConnectAsync(other.Configuration);

        await redis.GetDatabase().StringSetAsync("votes", 1);

        (await redis.GetDatabase().KeyExistsAsync("votes")).ShouldBeTrue();
        (await otherRedis.GetDatabase().KeyExistsAsync("votes")).ShouldBeFalse();
    }

    [Fact]
    public async Task RabbitMQ_confirms_a_publish_to_a_quorum_queue_and_delivers_it()
    {
        await using var host = await RabbitServer.CreateVirtualHostAsync(Stop);
        await using var connection = await Ballots.ConnectAsync(host.Address, Stop);
        await using var channel = await Ballots.ChannelAsync(connection, Stop);

        await Ballots.PublishAsync(channel, "counted", Stop);

        (await Ballots.TakeAsync(channel, Stop)).ShouldBe("counted");
    }

    [Fact]
    public async Task A_queue_in_one_RabbitMQ_virtual_host_is_not_seen_in_another()
    {
        await using var one = await RabbitServer.CreateVirtualHostAsync(Stop);
        await using var other = await RabbitServer.CreateVirtualHostAsync(Stop);
        await using var connection = await Ballots.ConnectAsync(one.Address, Stop);
        await using var otherConnection = await Ballots.ConnectAsync(other.Address, Stop);
        await using var channel = await Ballots.ChannelAsync(connection, Stop);
        await using var otherChannel = await Ballots.ChannelAsync(otherConnection, Stop);

        await Ballots.PublishAsync(channel, "counted", Stop);

        (await Ballots.TakeAsync(otherChannel, Stop)).ShouldBeNull();
    }
}
