using System.Diagnostics;
using System.Security.Cryptography;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using Medborgarbudget.Voting.Storage;
using Medborgarbudget.Voting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using StackExchange.Redis;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>A vote of one size: what a ballot costs in time and room, and how fast the store is made anew.</summary>
internal sealed record SizePoint(int Ballots, double CpuMicroseconds, double RedisBytes, double LedgerBytes, double WalBytes, double RebuiltPerSecond);

/// <summary>
/// G6 and G9: store and ledger filled with one ballot a voter, by the very classes that take ballots in and in batches of their size, without the network and
/// the checks before them.
/// </summary>
internal static class SizeGoals
{
    private const int Batch = 256;
    private const int Workers = 2;
    private const int RebuildsAtATime = 4;
    private static readonly BallotSeal Seal = new(SubBudgetId.From(Guid.NewGuid()), new byte[32]);
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000, 8_196_423];

    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options, BenchServers servers)
    {
        var points = new List<SizePoint>();
        foreach (var size in Sizes.Where(size => size <= options.Fill))
        {
            await Console.Error.WriteLineAsync($"measuring: {size} ballots");
            points.Add(await FillAsync(servers, size));
        }

        await BallotPlots.DrawGrowthAsync(options, points);
        var flat = points.Max(point => point.CpuMicroseconds) / points.Min(point => point.CpuMicroseconds);
        return
        [
            .. points.SelectMany(point => GoalsOf(point)),
            Goal.AtMost("G6", "dearest ÷ cheapest size, CPU a ballot", flat, 1.25, $"sizes from {points[0].Ballots} to {points[^1].Ballots}"),
        ];
    }

    private static IEnumerable<Goal> GoalsOf(SizePoint point)
    {
        var conditions = FormattableString.Invariant($"{point.Ballots} voters with one ballot of three choices each, {point.CpuMicroseconds:F0} µs of CPU a ballot in client, Redis and PostgreSQL");
        yield return Goal.AtMost("G6", $"Redis, bytes a ballot, at {point.Ballots}", point.RedisBytes, 80, conditions);
        yield return Goal.AtMost("G6", $"ledger, bytes a version, at {point.Ballots}", point.LedgerBytes, 170, conditions);
        yield return Goal.AtLeast("G9", $"ballots/s rebuilt from the ledger, at {point.Ballots}", point.RebuiltPerSecond, 200_000, conditions);
    }

    public static async Task<SizePoint> FillAsync(BenchServers servers, int ballots)
    {
        await using var cluster = await BallotCluster.StartAsync(servers.Storage(await servers.CreateDatabaseAsync()), 0, CancellationToken.None);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{servers.Redis},syncTimeout=60000,asyncTimeout=60000");
        await redis.GetServers()[0].FlushAllDatabasesAsync();
        await using var source = NpgsqlDataSource.Create(cluster.Settings["Storage:ConnectionString"]!);
        var round = new RoundKey(cluster.Vote.Round, cluster.Vote.Id, Slot.BucketsFor(ballots));
        await RebuildAsync(source, redis, round);
        var before = await BenchServers.RedisBytesAsync(redis);
        var (cpu, wal) = (await CpuAsync(redis), await BenchServers.WalBytesAsync(source));
        var ledger = new PostgresLedger(source, TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => FillAsync(new BallotStore(redis), ledger, round, worker, ballots / Workers))));
        var spent = (await CpuAsync(redis) - cpu).TotalMicroseconds / ballots;
        var written = (await BenchServers.WalBytesAsync(source) - wal) / ballots;
        var bytes = (await BenchServers.RedisBytesAsync(redis) - before) / (double)ballots;
        var begun = Stopwatch.GetTimestamp();
        await RebuildAsync(source, redis, round);
        return new SizePoint(
            ballots, spent, bytes, await BenchServers.LedgerBytesAsync(cluster), written, ballots / Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    /// <summary>As a worker of the intake does, with the shards that are its own.</summary>
    private static async Task FillAsync(BallotStore store, PostgresLedger ledger, RoundKey round, int worker, int ballots)
    {
        var held = new Dictionary<int, List<long>>();
        for (var done = 0; done < ballots; done += Batch)
        {
            var castings = Enumerable.Range(0, Math.Min(Batch, ballots - done)).Select(_ => NewCasting(round, worker)).ToList();
            ShardCastings[] shards = [.. castings.GroupBy(one => one.Shard).Select(shard =>
                new ShardCastings(round, shard.Key, held.GetValueOrDefault(shard.Key) ?? [], [.. shard.Select(one => one.Casting)]))];
            List<LedgerEntry> batch = [.. shards.Zip(await store.CastAsync(shards)).SelectMany(shard => EntriesOf(shard.First, shard.Second))];
            await ledger.AppendAsync(batch, mayHold: false, CancellationToken.None);
            foreach (var shard in batch.GroupBy(entry => entry.Shard))
            {
                held[shard.Key] = [shard.First().Seq];
            }
        }

        foreach (var (shard, batches) in held)
        {
            await store.ForgetTailAsync(round, shard, batches);
        }
    }

    private static IEnumerable<LedgerEntry> EntriesOf(ShardCastings shard, Decision[]? decisions) => shard.Castings.Zip(
        decisions ?? throw new InvalidOperationException("A shard is not ready."),
        (cast, decision) => new LedgerEntry(
            shard.Round.Number, shard.Shard, decision.Seq, cast.Voter, decision.Version, cast.Choices, cast.Mark.KeyHash, cast.Mark.Check, cast.Mark.Hour, cast.Mark.Channel));

    private static (int Shard, Casting Casting) NewCasting(RoundKey round, int worker)
    {
        while (true)
        {
            var voter = RandomNumberGenerator.GetBytes(Pseudonym.Length);
            var slot = Slot.Of(Pseudonym.Read(voter));
            if (slot.Shard % Workers == worker)
            {
                byte[] choices = [0, voter[0], 0, voter[1], 0, voter[2]];
                return (slot.Shard, new Casting(voter, round.BucketOf(slot), true, Voting.Box.Mark.Make(Seal, RandomNumberGenerator.GetBytes(16), choices, ReceiptCode.NewCheck(), 495_000, BallotChannel.Web), choices));
            }
        }
    }

    private static Task RebuildAsync(NpgsqlDataSource source, ConnectionMultiplexer redis, RoundKey round) => Parallel.ForEachAsync(
        Enumerable.Range(0, Slot.Shards),
        new ParallelOptions { MaxDegreeOfParallelism = RebuildsAtATime },
        async (shard, token) =>
        {
            await using var db = new VotingDbPostgres(new DbContextOptionsBuilder<VotingDbPostgres>().UseNpgsql(source).UseSnakeCaseNamingConvention().Options);
            await new ShardRebuild(redis).RunAsync(
                round, Seal, shard, must: true, () => Task.CompletedTask, new LedgerReader(db).ReadShard(round.Number, shard, after: 0, token), isFenced: false, token);
        });

    private static async Task<TimeSpan> CpuAsync(ConnectionMultiplexer redis)
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime + await BenchServers.RedisCpuAsync(redis) + BenchServers.CpuOf("postgres");
    }
}
