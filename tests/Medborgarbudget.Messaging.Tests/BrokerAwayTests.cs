using Medborgarbudget.Messaging.Tests.Hosts;
using Medborgarbudget.TestKit.RealServers;
using Npgsql;

namespace Medborgarbudget.Messaging.Tests;

/// <summary>Without the broker requests go on, the outbox waits, and everything arrives when it is back.</summary>
public sealed class BrokerAwayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_whose_broker_never_answers_takes_requests_and_stops_without_complaint()
    {
        await using var world = await World.Create(Ground.RabbitMq, rabbitMq: new Uri("amqp://127.0.0.1:1"));
        var publisher = await world.StartPublisher();

        await publisher.Publish(Enumerable.Range(0, 300).Select(_ => BenchPlaced.New()));
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        (await publisher.Waiting()).ShouldBe(300);
        await publisher.StopAsync();

        publisher.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_written_while_the_broker_is_down_or_frozen_all_arrive_once_when_it_is_back()
    {
        await using var server = await RabbitServer.StartDedicatedAsync("SIGKILL", Stop);
        await using var world = await World.Create(Ground.RabbitMq, rabbitMq: new Uri(server.Address));
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);
        await RabbitServer.SettleAsync(server, Stop);
        await publisher.Publish(BenchPlaced.New());
        await consumer.HasSeen(1);

        await server.StopAsync(Stop);
        for (var i = 0; i < 150; i++)
        {
            await publisher.Publish(BenchPlaced.New());
        }

        (await publisher.Waiting()).ShouldBe(150);
        await server.StartAsync(Stop);
        await Eventually.True(async () => (await publisher.Waiting()) == 0);
        await consumer.HasSeen(151);

        await server.PauseAsync(Stop);
        await publisher.Publish(Enumerable.Range(0, 120).Select(_ => BenchPlaced.New()));
        await NoTransactionIsHeld(await world.Database(World.Publisher));
        await server.UnpauseAsync(Stop);
        await Eventually.True(async () => (await publisher.Waiting()) == 0);
        await consumer.HasSeen(271);
    }

    // A broker that is silent must not cost the database a transaction that lasts as long: it would keep dead rows from being removed.
    private static async Task NoTransactionIsHeld(PostgresDatabase database)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await Task.Delay(TimeSpan.FromSeconds(25), Stop);
        await using var oldest = source.CreateCommand(
            "select coalesce(extract(epoch from max(now() - xact_start)), 0)::int from pg_stat_activity where datname = current_database()");
        ((int)(await oldest.ExecuteScalarAsync(Stop))!).ShouldBeLessThan(20);
    }
}
