using System.Diagnostics;
using System.Security.Cryptography;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Log;
using StackExchange.Redis;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G2 and G10 at the store: ballots by the batch and one by one, in many shards and in one.</summary>
internal static class StoreGoals
{
    private const int Batch = 256;
    private const int UnderWay = 2;
    private const int Hashes = Slot.Buckets;
    private static readonly BallotSeal Seal = new(SubBudgetId.From(Guid.NewGuid()), new byte[32]);

    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options, BenchServers servers)
    {
        await using var redis = await ConnectionMultiplexer.ConnectAsync(servers.Redis);
        var many = await Run.StartAsync(redis, Slot.Shards);
        var some = await Run.StartAsync(redis, 16);
        var one = await Run.StartAsync(redis, 1);
        var ratios = new List<(double Batched, double Shards)>();
        for (var round = -1; round < options.Rounds; round++)
        {
            var batched = await many.CastAsync(options.Ballots, batch: Batch);
            var single = await many.CastAsync(options.Ballots / 4, batch: 1);
            var sixteen = await some.CastAsync(options.Ballots, batch: Batch);
            var alone = await one.CastAsync(options.Ballots, batch: Batch);
            if (round >= 0)
            {
                ratios.Add((batched.PerSecond / single.PerSecond, sixteen.CpuMicroseconds / alone.CpuMicroseconds));
            }
        }

        return
        [
            Goal.AtLeast("G2", "scripts by the batch ÷ one script a ballot", BallotBench.Median(ratios.Select(ratio => ratio.Batched)), 5, $"{options.Conditions}; {Slot.Shards} shards, a batch is {Batch} ballots, {Batch * UnderWay} under way either way"),
            Goal.AtMost("G10", "16 shards ÷ 1 shard, CPU of store and client a ballot", BallotBench.Median(ratios.Select(ratio => ratio.Shards)), 1.1, $"{options.Conditions}; batches of {Batch}"),
        ];
    }

    private sealed class Run(ConnectionMultiplexer redis, RoundKey round, int shards)
    {
        private readonly BallotStore _store = new(redis);

        public static async Task<Run> StartAsync(ConnectionMultiplexer redis, int shards)
        {
            // As many hashes in all, however many shards: else the length of the hashes would be measured.
            var round = new RoundKey(1, SubBudgetId.From(Guid.NewGuid()), Hashes / shards);
            for (var shard = 0; shard < shards; shard++)
            {
                await new ShardRebuild(redis).RunAsync(
                    round, Seal, shard, must: true, () => Task.CompletedTask, AsyncEnumerable.Empty<Voting.Ledger.LedgerEntry>(), isFenced: false, CancellationToken.None);
            }

            return new Run(redis, round, shards);
        }

        public async Task<(double PerSecond, double CpuMicroseconds)> CastAsync(int ballots, int batch)
        {
            var castings = Enumerable.Range(0, ballots).Select(_ => NewCasting()).ToList();
            var (begun, cpu, next) = (Stopwatch.GetTimestamp(), await CpuAsync(), -1);
            var batches = castings.Chunk(batch).ToList();
            await Task.WhenAll(Enumerable.Range(0, UnderWay * Batch / batch).Select(_ => Task.Run(async () =>
            {
                for (int at; (at = Interlocked.Increment(ref next)) < batches.Count;)
                {
                    ShardCastings[] ofShards = [.. batches[at].GroupBy(casting => casting.Shard).Select(shard =>
                        new ShardCastings(round, shard.Key, [], [.. shard.Select(one => one.Casting)]))];
                    await Task.WhenAll(_store.Together(ofShards).Select(_store.CastAsync));
                }
            })));
            return (ballots / Stopwatch.GetElapsedTime(begun).TotalSeconds, (await CpuAsync() - cpu).TotalMicroseconds / ballots);
        }

        private (int Shard, Casting Casting) NewCasting()
        {
            var voter = RandomNumberGenerator.GetBytes(Pseudonym.Length);
            byte[] choices = [0, 1, 0, 8, 0, 12];
            var slot = Slot.Of(Pseudonym.Read(voter));
            return (slot.Shard % shards, new Casting(voter, round.BucketOf(slot), true, Voting.Box.Mark.Make(Seal, voter, choices, ReceiptCode.NewCheck(), 495_000, BallotChannel.Web), choices));
        }

        /// <summary>Of this process and of the store.</summary>
        private async Task<TimeSpan> CpuAsync()
        {
            using var process = Process.GetCurrentProcess();
            return process.TotalProcessorTime + await BenchServers.RedisCpuAsync(redis);
        }
    }
}
