using System.Diagnostics;
using System.Globalization;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.TestKit.RealServers;
using Medborgarbudget.Voting.Tests.Faults;
using Medborgarbudget.Voting.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Tests.UnderLoad;

/// <summary>
/// One vote from the first ballot to the count, in which everybody votes once. Here it counts that none is missing anywhere and that no process grows with the
/// number; how long it takes and what room a ballot takes is printed.
/// </summary>
[Collection("processes")]
public sealed class ElectorateTests
{
    private const int AtOnce = 20_000;
    private const int Connections = 512;
    private const long MostBytes = 1L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task L7_Everybody_votes_once_and_is_in_the_ledger_the_log_and_the_count()
    {
        var voters = LoadLength.Electorate;
        await using var redis = await RedisServer.StartDedicatedAsync("everysec", "SIGKILL", Stop.Token);
        await using var postgres = await PostgresServer.StartDedicatedAsync("SIGKILL", Stop.Token);
        await using var cluster = await FaultCluster.StartAsync(redis.Address, postgres.Address);
        await cluster.OpenVoteAsync(TimeSpan.FromDays(1), Stop.Token, voters);
        var votes = new long[cluster.Vote.Proposals.Count];
        var empty = (Store: await StoreBytesAsync(redis), Ledger: await LedgerBytesAsync(postgres));

        await CastAsync(cluster, voters, votes);
        Write($"bytes a ballot: store {(await StoreBytesAsync(redis) - empty.Store) / voters:F0}, ledger {(await LedgerBytesAsync(postgres) - empty.Ledger) / voters:F0}");
        var begun = Stopwatch.GetTimestamp();
        await cluster.CloseAsync(Patience, Stop.Token);
        Write($"closed and logged after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s");
        begun = Stopwatch.GetTimestamp();
        var count = await CountOf.CountAsync(cluster, cluster.Vote, (int)Patience.TotalSeconds);
        Write($"counted after {Stopwatch.GetElapsedTime(begun).TotalSeconds:F1} s");

        await using var db = LedgerOf.Open(cluster);
        (await db.Ledger.LongCountAsync(row => row.Round == cluster.Vote.Round, Stop.Token)).ShouldBe(voters);
        var size = await db.LogHeads.Where(row => row.Round == cluster.Vote.Round).MaxAsync(row => row.Size, Stop.Token);
        size.ShouldBe(voters + 2, "the manifest, every ballot, the closing");
        var result = await CountOf.ResultAsync(cluster, count);
        result.Ballots.ShouldBe(voters);
        result.Items.OrderBy(item => item.Item.Number).Select(item => item.Votes).ShouldBe(votes);
        cluster.Gateways[0].PeakResidentBytes.ShouldBeLessThan(MostBytes);
        cluster.Voting[0].PeakResidentBytes.ShouldBeLessThan(MostBytes);
    }

    private static async Task CastAsync(BallotCluster cluster, int voters, long[] votes)
    {
        using var load = new Load(cluster.Addresses[0], Connections);
        var casting = TimeSpan.Zero;
        for (var done = 0; done < voters; done += AtOnce)
        {
            var wave = new Wave(cluster, Math.Min(AtOnce, voters - done), ofOne: 1);
            casting += (await load.RunAsync(wave.Requests, Patience, Stop.Token, wave.Take)).Took;
            await wave.SettleAsync(cluster, isRefusedToComeAgain: true);
            wave.Acknowledged.Count.ShouldBe(wave.Requests.Count, $"after {done} ballots");
            foreach (var item in Enumerable.Range(0, wave.Requests.Count).SelectMany(Wave.ItemsOf))
            {
                votes[item]++;
            }
        }

        Write($"{voters} ballots in {casting.TotalSeconds:F1} s, {voters / casting.TotalSeconds:F0}/s; gateway {cluster.Gateways[0].PeakResidentBytes >> 20} MiB, Voting {cluster.Voting[0].PeakResidentBytes >> 20} MiB");
    }

    private static async Task<double> StoreBytesAsync(DedicatedServer redis) => double.Parse(
        (await redis.RunAsync("redis-cli info memory", Stop.Token)).Split('\n').Single(line => line.StartsWith("used_memory_dataset:", StringComparison.Ordinal)).Split(':')[1],
        CultureInfo.InvariantCulture);

    private static async Task<double> LedgerBytesAsync(DedicatedServer postgres) => double.Parse(
        await postgres.RunAsync("psql --username test --tuples-only --command \"select pg_total_relation_size('ledger')\" test", Stop.Token), CultureInfo.InvariantCulture);

    private static void Write(FormattableString line) => TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant(line));
}
