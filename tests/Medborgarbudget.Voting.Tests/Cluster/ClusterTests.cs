using System.Collections.Concurrent;
using System.Globalization;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Tests.Cluster;

/// <summary>Two gateways and two Voting processes on one Redis and one PostgreSQL. MEDBORGARBUDGET_CLUSTER_FACTOR makes the loads larger.</summary>
[Collection("processes")]
public sealed class ClusterTests
{
    private static int Factor =>
        int.TryParse(Environment.GetEnvironmentVariable("MEDBORGARBUDGET_CLUSTER_FACTOR"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    [Fact]
    public async Task P2_C1_One_person_has_one_ballot_however_many_are_cast_at_once()
    {
        await using var cluster = await StartAsync();
        var acknowledged = new ConcurrentBag<Acknowledgement>();
        var inFlight = new InFlight();
        var voters = Enumerable.Range(0, 200 * Factor).Select(_ => new Voter(cluster)).ToList();

        await Parallel.ForEachAsync(
            voters.SelectMany(voter => Enumerable.Repeat(voter, 10)),
            new ParallelOptions { MaxDegreeOfParallelism = 100, CancellationToken = Stop.Token },
            async (voter, token) => acknowledged.Add((await voter.CastAsync(inFlight, token)).ShouldNotBeNull()));
        await cluster.CloseAsync(Stop.Token);

        (await LedgerOf.ReadAsync(cluster, Stop.Token)).ShouldHoldExactly(acknowledged);
        (await ClosingAsync(cluster)).Voters.ShouldBe(voters.Count);
    }

    [Fact]
    public async Task P2_One_person_has_one_ballot_though_gateways_and_Voting_are_killed_while_several_devices_cast()
    {
        await using var cluster = await StartAsync();
        var voters = Enumerable.Range(0, 40).Select(_ => new Voter(cluster)).ToList();
        var ballots = new ManyBallots(voters, devices: 4, Stop.Token);
        for (var round = 0; round < Factor; round++)
        {
            foreach (var process in cluster.Voting.Concat(cluster.Gateways))
            {
                await ballots.GoOnAsync(more: voters.Count * 4, Stop.Token);
                await process.RestartAsync();
            }
        }

        await ballots.GoOnAsync(more: voters.Count * 4, Stop.Token);
        await ballots.EndAsync();
        await cluster.CloseAsync(Stop.Token);

        (await LedgerOf.ReadAsync(cluster, Stop.Token)).ShouldHoldExactly(ballots.Acknowledged);
        (await ClosingAsync(cluster)).Voters.ShouldBe(voters.Count);
        TestContext.Current.TestOutputHelper!.WriteLine($"{ballots.Acknowledged.Count} acknowledged");
    }

    [Fact]
    public async Task P3_C3_Every_ballot_around_the_close_is_either_acknowledged_and_counted_or_refused_and_not()
    {
        await using var cluster = await StartAsync();
        await cluster.EndAsync(TimeSpan.FromSeconds(5), Stop.Token);
        var acknowledged = new ConcurrentBag<Acknowledgement>();
        var refused = new ConcurrentBag<byte[]>();
        var inFlight = new InFlight();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, int.MaxValue).TakeWhile(_ => refused.Count < 500 * Factor),
            new ParallelOptions { MaxDegreeOfParallelism = 40, CancellationToken = Stop.Token },
            async (_, token) =>
            {
                var voter = new Voter(cluster);
                if (await voter.CastAsync(inFlight, token) is { } one)
                {
                    acknowledged.Add(one);
                }
                else
                {
                    refused.Add(voter.Pseudonym);
                }
            });
        await cluster.CloseAsync(Stop.Token);

        var rows = await LedgerOf.ReadAsync(cluster, Stop.Token);
        acknowledged.ShouldNotBeEmpty();
        rows.ShouldHoldExactly(acknowledged);
        var counted = rows.Select(row => Convert.ToHexString(row.Voter)).ToHashSet();
        refused.ShouldAllBe(voter => !counted.Contains(Convert.ToHexString(voter)));
        (await ClosingAsync(cluster)).Voters.ShouldBe(acknowledged.Count);
    }

    private static async Task<BallotCluster> StartAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync(Stop.Token);
        var redis = await RedisServer.CreateDatabaseAsync(Stop.Token);
        return await BallotCluster.StartAsync(
            new ClusterStorage("postgres", database.ConnectionString, redis.Configuration), 2, Stop.Token, more: ("Voting:CastsPerMinute", "1000000"));
    }

    private static async Task<ClosingRecord> ClosingAsync(BallotCluster cluster)
    {
        await using var db = LedgerOf.Open(cluster);
        var closing = (await db.Rounds.AsNoTracking().FirstAsync(row => row.Number == cluster.Vote.Round, Stop.Token)).Closing.ShouldNotBeNull();
        ClosingRecord.Read(closing, out var record).ShouldBeNull();
        return record;
    }
}
