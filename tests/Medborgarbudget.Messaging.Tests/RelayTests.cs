using System.Data.Common;
using Medborgarbudget.Messaging.Tests.Hosts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Medborgarbudget.Messaging.Tests;

/// <summary>The relay empties the outbox, through crashes and beside other relays, and rests when it is empty.</summary>
public sealed class RelayTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.RabbitMq)]
    public async Task A_process_that_ends_between_publishing_and_marking_is_followed_by_one_that_publishes_again(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        var first = await world.StartPublisher();
        await world.Bound(consumer);
        var published = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        first.Transport.Afterwards = stop =>
        {
            published.TrySetResult();
            return Task.Delay(Timeout.Infinite, stop);
        };

        await first.Publish(BenchPlaced.New());
        await published.Task.WaitAsync(TimeSpan.FromMinutes(1), Stop);
        await first.StopAsync();
        var second = await world.StartPublisher();

        await Eventually.True(async () => (await second.Waiting()) == 0);
        second.Transport.Published.ShouldBe(first.Transport.Published);
        await consumer.HasSeen(1);
    }

    [Fact]
    public async Task A_database_connection_lost_between_publishing_and_marking_publishes_again()
    {
        await using var world = await World.Create(Ground.RabbitMq);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);
        var database = await world.Database(World.Publisher);
        var isFirst = true;
        publisher.Transport.Afterwards = async stop =>
        {
            if (isFirst)
            {
                isFirst = false;
                await EndConnections(database.ConnectionString, stop);
            }
        };

        await publisher.Publish(BenchPlaced.New());

        await Eventually.True(async () => (await publisher.Waiting()) == 0);
        publisher.Transport.Published.Count.ShouldBe(2);
        await consumer.HasSeen(1);
    }

    [Theory]
    [InlineData(Ground.Postgres)]
    [InlineData(Ground.RabbitMq)]
    public async Task Two_relays_on_one_outbox_publish_each_event_once_between_them(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        var one = await world.StartPublisher();
        var other = await world.StartPublisher();
        await world.Bound(consumer);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).Publish(Enumerable.Range(0, 40).Select(_ => BenchPlaced.New()))));

        await Eventually.True(async () => (await one.Waiting()) == 0);
        (one.Transport.Published.Count + other.Transport.Published.Count).ShouldBe(320);
        await consumer.HasSeen(320);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    public async Task An_idle_relay_rests(Ground ground)
    {
        await using var world = await World.Create(ground);
        var counter = new CommandCounter();
        var publisher = await world.Start(World.Publisher, services => services
            .ConfigureDbContext<BenchDbSqlite>(options => options.AddInterceptors(counter))
            .ConfigureDbContext<BenchDbPostgres>(options => options.AddInterceptors(counter)));
        await world.StartConsumer();
        await publisher.Publish(BenchPlaced.New());
        await Eventually.True(async () => (await publisher.Waiting()) == 0);

        var before = counter.Commands;
        await Task.Delay(TimeSpan.FromSeconds(3), Stop);

        (counter.Commands - before).ShouldBeLessThan(10);
    }

    [Fact]
    public async Task An_event_that_no_queue_takes_waits_without_holding_up_the_others()
    {
        await using var world = await World.Create(Ground.RabbitMq);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);

        await publisher.Publish(new BenchForgotten(Guid.NewGuid(), Guid.NewGuid()));
        await publisher.Publish(Enumerable.Range(0, 20).Select(_ => BenchPlaced.New()));

        await consumer.HasSeen(20);
        await Eventually.True(async () => (await publisher.Waiting()) == 1);
        (await publisher.In(db => db.Outbox.Where(row => row.SentAt == null).Select(row => row.Type).SingleAsync(Stop))).ShouldBe(BenchForgotten.Type);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    public async Task An_outbox_row_that_cannot_be_read_does_not_hold_up_the_others(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await publisher.In(async db =>
        {
            db.Publish(BenchPlaced.New());
            var row = db.Outbox.Local.Single();
            db.Entry(row).Property(r => r.Envelope).CurrentValue = "{";
            return await db.SaveChangesAsync(Stop);
        });

        await publisher.Publish(BenchPlaced.New());

        await consumer.HasSeen(1);
        (await publisher.Waiting()).ShouldBe(1);
    }

    private static async Task EndConnections(string connectionString, CancellationToken stop)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await using var end = source.CreateCommand(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'");
        await end.ExecuteNonQueryAsync(stop);
    }

    private sealed class CommandCounter : DbCommandInterceptor
    {
        private int _commands;

        public int Commands => Volatile.Read(ref _commands);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _commands);
            return ValueTask.FromResult(result);
        }
    }
}
