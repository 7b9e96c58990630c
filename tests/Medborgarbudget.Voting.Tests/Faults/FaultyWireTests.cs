using System.Net;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Hosting;
using Npgsql;

namespace Medborgarbudget.Voting.Tests.Faults;

/// <summary>The servers are well and the way to them is not.</summary>
[Collection("processes")]
public sealed class FaultyWireTests
{
    private static readonly WireFault[] Faults = [WireFault.Slow, WireFault.Cut, WireFault.Down, WireFault.Stalled];

    [Fact]
    public async Task F5_A_bad_way_to_the_store_loses_and_doubles_no_ballot()
    {
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        await using var wire = new FaultyWire(IPEndPoint.Parse(redis.Address));
        await using var cluster = await FaultCluster.StartAsync(wire.Address.ToString(), postgres.ConnectionString);
        await BreakAsync(wire, cluster);
    }

    [Fact]
    public async Task F5_A_bad_way_to_the_ledger_loses_and_doubles_no_ballot()
    {
        await using var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        var address = new NpgsqlConnectionStringBuilder(postgres.Address);
        await using var wire = new FaultyWire(new IPEndPoint(IPAddress.Loopback, address.Port));
        address.Port = wire.Address.Port;
        await using var cluster = await FaultCluster.StartAsync(redis.Configuration, address.ConnectionString);
        await BreakAsync(wire, cluster);
    }

    private static async Task BreakAsync(FaultyWire wire, BallotCluster cluster)
    {
        var load = await ConstantLoad.StartAsync(cluster);
        foreach (var fault in Faults)
        {
            wire.Fault = fault;
            await Task.Delay(FaultLength.AtLeast(2.5) / (fault == WireFault.Stalled ? 1 : 2), Stop.Token);
            wire.Fault = WireFault.None;
            await load.ShouldGoOnAsync();
        }

        wire.Broken.ShouldBePositive();
        load.Unknown.ShouldBePositive();
        await load.ShouldBeInTheLedgerAsync();
    }
}
