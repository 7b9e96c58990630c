using Medborgarbudget.TestKit.RealServers;
using RabbitMQ.Client.Exceptions;
using StackExchange.Redis;

namespace Medborgarbudget.Messaging.Tests.RealServers;

/// <summary>A test may take its own server down and up again, and finds what was acknowledged before.</summary>
public sealed class DedicatedServerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Redis_keeps_an_acknowledged_write_over_a_kill()
    {
        await using var server = await RedisServer.StartDedicatedAsync("always", "SIGKILL", Stop);
        await using (var before = await ConnectionMultiplexer.ConnectAsync(server.Address))
        {
            await before.GetDatabase().StringSetAsync("votes", 17);
        }

        await server.StopAsync(Stop);
        await server.StartAsync(Stop);

        await using var after = await ConnectionMultiplexer.ConnectAsync(server.Address);
        ((int)await after.GetDatabase().StringGetAsync("votes")).ShouldBe(17);
    }

    [Fact]
    public async Task RabbitMQ_keeps_a_confirmed_message_while_it_is_stopped_and_started_on_the_same_port()
    {
        await using var server = await RabbitServer.StartDedicatedAsync("SIGTERM", Stop);
        var address = new Uri(server.Address);
        await using (var before = await Ballots.ConnectAsync(address, Stop))
        {
            await using var sender = await Ballots.ChannelAsync(before, Stop);
            await Ballots.PublishAsync(sender, "kept", Stop);
        }

        await server.StopAsync(Stop);
        await Should.ThrowAsync<BrokerUnreachableException>(() => Ballots.ConnectAsync(address, Stop));
        await server.StartAsync(Stop);

        await using var after = await Ballots.ConnectAsync(address, Stop);
        await using var receiver = await Ballots.ChannelAsync(after, Stop);
        (await Ballots.TakeAsync(receiver, Stop)).ShouldBe("kept");
    }
}
