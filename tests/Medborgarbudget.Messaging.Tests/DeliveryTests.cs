using Medborgarbudget.Messaging.Tests.Hosts;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Messaging.Tests;

/// <summary>What was committed arrives once at every consumer, and nothing else does.</summary>
public sealed class DeliveryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    [InlineData(Ground.RabbitMq)]
    public async Task An_event_reaches_every_consumer_of_every_service_once(Ground ground)
    {
        await using var world = await World.Create(ground);
        var one = await world.Start(World.Consumer, services => services
            .AddConsumer<OnBenchPlaced, BenchPlaced>()
            .AddConsumer<AlsoOnBenchPlaced, BenchPlaced>());
        var other = await world.StartConsumer("other");
        var publisher = await world.StartPublisher();
        await world.Bound(one, other);

        var placed = Enumerable.Range(1, 30).Select(version => BenchPlaced.New(version)).ToList();
        await publisher.Publish(placed);

        await one.HasSeen(60);
        await other.HasSeen(30);
        (await one.Seen()).Select(row => (row.Consumer, row.BenchId)).Distinct().Count().ShouldBe(60);
        (await publisher.Waiting()).ShouldBe(0);
    }

    [Fact]
    public async Task A_service_that_is_migrated_and_started_last_gets_what_was_published_before()
    {
        await using var world = await World.Create(Ground.RabbitMq);
        await world.MigrateConsumer("late");
        var early = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(early);
        await publisher.Publish(BenchPlaced.New());
        await early.HasSeen(1);

        var late = await world.StartConsumer("late");

        await late.HasSeen(1);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.RabbitMq)]
    public async Task Nothing_leaves_when_the_transaction_that_caused_it_rolls_back(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);

        await publisher.In(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Stop);
            db.Publish(BenchPlaced.New());
            await db.SaveChangesAsync(Stop);
            await transaction.RollbackAsync(Stop);
            return true;
        });
        var kept = BenchPlaced.New(version: 2);
        await publisher.Publish(kept);

        await consumer.HasSeen(1);
        (await consumer.Seen()).Single().BenchId.ShouldBe(kept.BenchId);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.RabbitMq)]
    public async Task An_older_version_that_comes_after_a_newer_one_gets_through_as_well(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);
        var older = BenchPlaced.New();

        await publisher.Publish(older with { Version = 2 });
        await publisher.Publish(older);

        await consumer.HasSeen(2);
        (await consumer.Seen()).Select(row => row.Version).Order().ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.RabbitMq)]
    public async Task An_event_published_while_its_consumer_is_away_arrives_when_it_is_back(Ground ground)
    {
        await using var world = await World.Create(ground);
        var before = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(before);
        await before.StopAsync();

        await publisher.Publish(BenchPlaced.New(), BenchPlaced.New());
        var after = await world.StartConsumer();

        await after.HasSeen(2);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    public async Task A_message_delivered_again_and_at_the_same_time_is_handled_once(Ground ground)
    {
        await using var world = await World.Create(ground);
        var one = await world.StartConsumer();
        var replica = await world.StartConsumer();
        var envelope = EventEnvelope.Of(BenchPlaced.New(), "test", world.Clock.GetUtcNow());

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            (i % 2 == 0 ? one : replica).Dispatcher.DeliverAsync(envelope, Stop)));
        answers.ShouldAllBe(again => again == null);
        (await one.Dispatcher.DeliverAsync(envelope, Stop)).ShouldBeNull();

        (await one.Seen()).Count.ShouldBe(1);
        (await one.In(db => db.Attempts.CountAsync(Stop))).ShouldBe(0);
        (await one.DeadLetters()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_lies_in_the_queue_many_times_is_handled_once_by_two_replicas()
    {
        await using var world = await World.Create(Ground.RabbitMq);
        var one = await world.StartConsumer();
        var replica = await world.StartConsumer();
        await world.Bound(one);
        await using var wire = await Wire.Open(world.RabbitMq!);
        var envelope = EventEnvelope.Of(BenchPlaced.New(), "test", world.Clock.GetUtcNow());
        var last = EventEnvelope.Of(BenchPlaced.New(version: 2), "test", world.Clock.GetUtcNow());

        for (var i = 0; i < 10; i++)
        {
            await wire.Put("medborgarbudget.consumer", envelope.ToBytes());
        }

        await wire.Put("medborgarbudget.consumer", last.ToBytes());

        await replica.HasSeen(2);
        (await one.DeadLetters()).ShouldBeEmpty();
    }
}
