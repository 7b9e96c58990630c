using System.Text.Json;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Messaging;
using Medborgarbudget.Messaging.Storage;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>RabbitMQ crashes and stays away for a while, under load.</summary>
[Collection("processes")]
public sealed class BrokerDownTests
{
    private const int Events = 5;
    private const string Queue = "listening";

    [Fact]
    public async Task F7_Without_the_broker_votes_are_unaffected_and_the_outbox_drains_when_it_is_back()
    {
        await using var rabbit = await RabbitServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(
            redis.Configuration, postgres.ConnectionString, more: [("Messaging:Transport", "rabbitmq"), ("Messaging:RabbitMq", rabbit.Address)]);
        await ListenAsync(rabbit);
        await RabbitServer.SettleAsync(rabbit, Stop.Token);
        var load = await ConstantLoad.StartAsync(cluster);

        await rabbit.StopAsync(Stop.Token);
        await PublishAsync(cluster);
        await load.ShouldGoOnAsync();
        await Task.Delay(FaultLength.AtLeast(2), Stop.Token);
        await load.EndAsync();
        load.Unknown.ShouldBe(0);
        await cluster.Voting[0].RestartAsync();
        await cluster.WaitUntilReadyAsync(Stop.Token);
        load.GoOn();
        await load.ShouldGoOnAsync();

        await rabbit.StartAsync(Stop.Token);
        await ListenAsync(rabbit);
        await load.ShouldGoOnAsync();
        await load.EndAsync();
        await Eventually.HoldsAsync(() => IsDrainedAsync(cluster));
        (await HeardAsync(rabbit)).Order().ShouldBe(Enumerable.Range(1, Events).Select(number => $"{number}"));
        await load.ShouldBeInTheLedgerAsync();
    }

    /// <summary>
    /// A service that takes up what Voting tells. Like ours it declares what it needs whenever it connects: a crash of the broker forgets the
    /// bindings of the last seconds.
    /// </summary>
    private static async Task ListenAsync(DedicatedServer rabbit)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(rabbit.Address) }.CreateConnectionAsync(Stop.Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Stop.Token);
        await channel.QueueDeclareAsync(
            Queue, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: Stop.Token);
        await channel.QueueBindAsync(Queue, "medborgarbudget.events", BallotFrozen.Type, cancellationToken: Stop.Token);
    }

    private static async Task<List<string>> HeardAsync(DedicatedServer rabbit)
    {
        await using var connection = await new ConnectionFactory { Uri = new Uri(rabbit.Address) }.CreateConnectionAsync(Stop.Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Stop.Token);
        var heard = new List<string>();
        while (await channel.BasicGetAsync(Queue, autoAck: true, Stop.Token) is { } message)
        {
            heard.Add(EventEnvelope.FromBytes(message.Body.Span).Data.Deserialize<BallotFrozen>(EventJson.Options)!.ManifestHash);
        }

        return heard;
    }

    private static async Task PublishAsync(BallotCluster cluster)
    {
        await using var db = LedgerOf.Open(cluster);
        var now = TimeProvider.System.GetUtcNow();
        for (var number = 1; number <= Events; number++)
        {
            var envelope = EventEnvelope.Of(new BallotFrozen(cluster.Vote.Id.Value, Guid.NewGuid(), $"{number}", []), "voting", now);
            db.Outbox.Add(new OutboxRow
            {
                MessageId = envelope.Id,
                Type = envelope.Type,
                Envelope = JsonSerializer.Serialize(envelope, EventJson.Options),
                CreatedAt = now,
                NextAttemptAt = now,
            });
        }

        await db.SaveChangesAsync(Stop.Token);
    }

    private static async Task<bool> IsDrainedAsync(BallotCluster cluster)
    {
        await using var db = LedgerOf.Open(cluster);
        return await db.Outbox.CountAsync(row => row.SentAt != null, Stop.Token) == Events;
    }
}
