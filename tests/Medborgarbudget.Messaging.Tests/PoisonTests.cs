using System.Text;
using System.Text.Json;
using Medborgarbudget.Messaging.Inbox;
using Medborgarbudget.Messaging.Tests.Hosts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Medborgarbudget.Messaging.Tests;

/// <summary>A message that cannot be handled is kept with its reason and stops nothing.</summary>
public sealed class PoisonTests
{
    private const string Queue = "medborgarbudget.consumer";
    private const string DeadQueue = "medborgarbudget.dead";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    public async Task Unreadable_data_is_a_dead_letter_at_once(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        var unreadable = Unreadable(world);

        (await consumer.Dispatcher.DeliverAsync(unreadable, Stop)).ShouldBeNull();

        var letter = (await consumer.DeadLetters()).ShouldHaveSingleItem();
        letter.MessageId.ShouldBe(unreadable.Id);
        letter.Reason.ShouldContain("benchId");
        letter.Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_always_fails_is_tried_ever_more_rarely_and_then_becomes_a_dead_letter()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2027, 1, 15, 8, 0, 0, TimeSpan.Zero));
        await using var world = await World.Create(Ground.Embedded, clock);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        consumer.Interference.Before = (placed, _) => placed.Version == 13 ? throw new InvalidOperationException("no bench here") : Task.CompletedTask;

        await publisher.Publish(BenchPlaced.New(version: 13), BenchPlaced.New());
        await consumer.HasSeen(1);
        var delays = new List<double>();
        for (var attempt = 1; attempt < ConsumerDispatcher.MaxAttempts; attempt++)
        {
            var next = await NextAttempt(publisher, attempt);
            delays.Add((next - clock.GetUtcNow()).TotalSeconds);
            clock.SetUtcNow(next);
            publisher.Wake();
        }

        await Eventually.True(async () => (await publisher.Waiting()) == 0);
        delays.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256]);
        var letter = (await consumer.DeadLetters()).ShouldHaveSingleItem();
        letter.Reason.ShouldBe("InvalidOperationException: no bench here");
        letter.Attempts.ShouldBe(ConsumerDispatcher.MaxAttempts);
        (await consumer.Seen()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_always_fails_goes_through_the_delay_queues_of_the_broker_to_the_dead_letters()
    {
        await using var world = await World.Create(Ground.RabbitMq);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);
        consumer.Interference.Before = (placed, _) => placed.Version == 13 ? throw new InvalidOperationException("no bench here") : Task.CompletedTask;
        await using var wire = await Wire.Open(world.RabbitMq!);

        await publisher.Publish(BenchPlaced.New(version: 13));
        await publisher.Publish(BenchPlaced.New());
        await consumer.HasSeen(1);

        // The shortest queue gives it back by itself; from the others it is taken before its time, since the test has none.
        foreach (var seconds in new[] { 10, 10, 10, 60, 60, 300, 300, 300 })
        {
            byte[]? message = null;
            await Eventually.True(async () => (message = await wire.Take($"{Queue}.retry.{seconds}")) is not null);
            await wire.Put(Queue, message!);
        }

        await Eventually.True(async () => (await consumer.DeadLetters()).Count == 1);
        var letter = (await consumer.DeadLetters()).Single();
        letter.Reason.ShouldBe("InvalidOperationException: no bench here");
        letter.Attempts.ShouldBe(ConsumerDispatcher.MaxAttempts);
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    public async Task A_dead_letter_is_handled_when_it_is_taken_up_after_the_cause_is_mended(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        await Bury(world, consumer);

        consumer.Interference.Before = (_, _) => Task.CompletedTask;
        (await TakeUp(consumer)).ShouldBe(1);
        (await TakeUp(consumer)).ShouldBe(0);

        (await consumer.Seen()).Count.ShouldBe(1);
        (await consumer.DeadLetters()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Ground.Embedded)]
    [InlineData(Ground.Postgres)]
    public async Task A_dead_letter_that_fails_again_stays_with_the_new_reason(Ground ground)
    {
        await using var world = await World.Create(ground);
        var consumer = await world.StartConsumer();
        await Bury(world, consumer);

        consumer.Interference.Before = (_, _) => throw new InvalidOperationException("still none");
        (await TakeUp(consumer)).ShouldBe(0);

        var letter = (await consumer.DeadLetters()).ShouldHaveSingleItem();
        letter.Reason.ShouldBe("InvalidOperationException: still none");
        letter.Attempts.ShouldBe(ConsumerDispatcher.MaxAttempts + 1);
        consumer.Interference.Before = (_, _) => Task.CompletedTask;
        (await TakeUp(consumer)).ShouldBe(1);
        (await consumer.Seen()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("\u0001 no envelope")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"id":"0198c1f4-0000-7000-8000-000000000001","type":"medborgarbudget.test.bench_placed.v1","source":"test"}""")]
    public async Task Bytes_that_are_no_envelope_go_to_the_brokers_queue_of_the_dead(string text)
    {
        await using var world = await World.Create(Ground.RabbitMq);
        var consumer = await world.StartConsumer();
        await world.Bound(consumer);
        await using var wire = await Wire.Open(world.RabbitMq!);

        await wire.Put(Queue, Encoding.UTF8.GetBytes(text));
        await wire.Put(Queue, EventEnvelope.Of(BenchPlaced.New(), "test", world.Clock.GetUtcNow()).ToBytes());

        await consumer.HasSeen(1);
        byte[]? dead = null;
        await Eventually.True(async () => (dead = await wire.Take(DeadQueue)) is not null);
        Encoding.UTF8.GetString(dead!).ShouldBe(text);
    }

    [Fact]
    public async Task A_handler_that_hangs_does_not_hold_up_the_messages_behind_it()
    {
        await using var world = await World.Create(Ground.RabbitMq);
        var consumer = await world.StartConsumer();
        var publisher = await world.StartPublisher();
        await world.Bound(consumer);
        consumer.Interference.Before = (placed, stop) => placed.Version == 13 ? Task.Delay(Timeout.Infinite, stop) : Task.CompletedTask;

        await publisher.Publish(BenchPlaced.New(version: 13));
        await publisher.Publish(Enumerable.Range(1, 5).Select(_ => BenchPlaced.New()));

        await consumer.HasSeen(5);
    }

    private static EventEnvelope Unreadable(World world) =>
        EventEnvelope.Of(BenchPlaced.New(), "test", world.Clock.GetUtcNow()) with
        {
            Data = JsonSerializer.SerializeToElement(new { benchId = "not an id" }),
        };

    private static async Task<DateTimeOffset> NextAttempt(BenchHost publisher, int attempts)
    {
        await Eventually.True(() => publisher.In(db => db.Outbox.AnyAsync(row => row.SentAt == null && row.Attempts == attempts, Stop)));
        return await publisher.In(db => db.Outbox.Where(row => row.SentAt == null).Select(row => row.NextAttemptAt).SingleAsync(Stop));
    }

    private static async Task Bury(World world, BenchHost consumer)
    {
        consumer.Interference.Before = (_, _) => throw new InvalidOperationException("no bench here");
        var envelope = EventEnvelope.Of(BenchPlaced.New(), "test", world.Clock.GetUtcNow());
        while (await consumer.Dispatcher.DeliverAsync(envelope, Stop) is not null)
        {
            // Tried again at once: only the count matters here.
        }

        (await consumer.DeadLetters()).Count.ShouldBe(1);
    }

    private static async Task<int> TakeUp(BenchHost consumer)
    {
        await using var scope = consumer.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<DeadLetters>().DeliverAgainAsync(Stop)).Delivered;
    }
}
