using System.Globalization;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Ledger;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Box;

/// <summary>A round as store and ledger name it.</summary>
/// <param name="Buckets">Hashes of each of its shards in the store.</param>
internal readonly record struct RoundKey(int Number, SubBudgetId SubBudget, int Buckets)
{
    public int BucketOf(Slot slot) => slot.Bucket % Buckets;
}

/// <summary>Ballots of one shard that are put before the store together.</summary>
/// <param name="Held">
/// Batches of this shard, each named by its first new sequence number, that the ledger is known to hold whole since the last call.
/// </param>
internal sealed record ShardCastings(RoundKey Round, int Shard, IReadOnlyList<long> Held, IReadOnlyList<Casting> Castings);

/// <summary>How a shard stands in the store.</summary>
internal readonly record struct ShardState(bool IsReady, long Seq);

/// <summary>The store that decides: one script for all that comes together, atomic for each shard. Never the only copy of anything.</summary>
internal sealed class BallotStore(IConnectionMultiplexer redis)
{
    /// <summary>
    /// What may be asked for in one script: everything where one server has every key, a shard where they are spread over a cluster's.
    /// </summary>
    public IEnumerable<IReadOnlyList<ShardCastings>> Together(IReadOnlyList<ShardCastings> shards) =>
        Array.Exists(redis.GetServers(), server => server.ServerType == ServerType.Cluster) ? shards.Select(shard => new[] { shard }) : [shards];

    /// <summary>The store's decisions on each shard's castings in their order, or null when the shard does not agree with the ledger yet.</summary>
    /// <param name="shards">Each once; of them what <see cref="Together"/> puts together.</param>
    public async Task<Decision[]?[]> CastAsync(IReadOnlyList<ShardCastings> shards)
    {
        var keys = new List<RedisKey>();
        var values = new List<RedisValue> { string.Join(' ', shards.Select(shard => shard.Castings.Count.ToString(CultureInfo.InvariantCulture))) };
        foreach (var shard in shards)
        {
            Add(shard, keys, values);
        }

        var answers = (byte[])(await redis.GetDatabase().ScriptEvaluateAsync(Scripts.Cast, [.. keys], [.. values]))!;
        return Read(answers, shards);
    }

    private static void Add(ShardCastings shard, List<RedisKey> keys, List<RedisValue> values)
    {
        var names = new RedisKeys(shard.Round.SubBudget, shard.Shard);
        var open = new byte[shard.Castings.Count];
        keys.AddRange([names.State, names.Tail]);
        for (var i = 0; i < open.Length; i++)
        {
            var casting = shard.Castings[i];
            keys.Add(names.Bucket(casting.Bucket));
            open[i] = (byte)('0' + (casting.IsOpen ? 1 : 0) + (casting.IsLookedUp ? 2 : 0));
        }

        values.AddRange([string.Join(' ', shard.Held.Select(batch => batch.ToString(CultureInfo.InvariantCulture))), open, Casting.ToRecords(shard.Castings)]);
    }

    private static Decision[]?[] Read(Span<byte> answers, IReadOnlyList<ShardCastings> shards)
    {
        var decisions = new Decision[]?[shards.Count];
        for (var i = 0; i < decisions.Length; i++)
        {
            decisions[i] = Decision.ReadShard(ref answers, shards[i].Castings.Count);
        }

        return decisions;
    }

    /// <summary>Closes the shard for good; its final sequence number, or null when it does not agree with the ledger yet.</summary>
    public async Task<long?> FenceAsync(RoundKey round, int shard)
    {
        var seq = (long)await redis.GetDatabase().ScriptEvaluateAsync(Scripts.Fence, [new RedisKeys(round.SubBudget, shard).State]);
        return seq < 0 ? null : seq;
    }

    public async Task<ShardState> ReadStateAsync(RoundKey round, int shard)
    {
        var state = await redis.GetDatabase().HashGetAsync(new RedisKeys(round.SubBudget, shard).State, ["ready", "seq"]);
        return new ShardState(state[0] == "1", state[1].IsNull ? 0 : (long)state[1]);
    }

    /// <summary>What the store has decided and the ledger is not yet known to hold, by the batch.</summary>
    public async Task<IReadOnlyList<LedgerEntry[]>> ReadTailAsync(RoundKey round, int shard)
    {
        var tail = await redis.GetDatabase().HashGetAllAsync(new RedisKeys(round.SubBudget, shard).Tail);
        return [.. tail.Select(batch => ReadTail(round.Number, shard, (long)batch.Name, (byte[])batch.Value!))];
    }

    public Task ForgetTailAsync(RoundKey round, int shard, IEnumerable<long> held) =>
        redis.GetDatabase().HashDeleteAsync(new RedisKeys(round.SubBudget, shard).Tail, [.. held.Select(batch => (RedisValue)batch)]);

    /// <summary>
    /// Lets the keys of a closed round expire: of every shard the state, and the buckets that hold a voter. The embedded store would remember
    /// each of the others that is only asked for, and be full after a dozen rounds.
    /// </summary>
    public async Task RetireAsync(RoundKey round, IEnumerable<Slot> used)
    {
        var buckets = used.ToLookup(slot => slot.Shard, slot => slot.Bucket);
        for (var shard = 0; shard < Slot.Shards; shard++)
        {
            var names = new RedisKeys(round.SubBudget, shard);
            RedisKey[] keys = [names.State, names.Tail, .. buckets[shard].Select(names.Bucket)];
            await redis.GetDatabase().ScriptEvaluateAsync(Scripts.Retire, keys, [(long)RedisKeys.KeptAfterClose.TotalMilliseconds]);
        }
    }

    /// <summary>Why the store does not stand for the level, or null when it does.</summary>
    public async Task<string?> FindWeaknessAsync(AcknowledgementLevel level)
    {
        if (level != AcknowledgementLevel.Store)
        {
            await redis.GetDatabase().PingAsync();
            return null;
        }

        foreach (var server in redis.GetServers().Where(server => !server.IsReplica))
        {
            var setting = await server.ConfigGetAsync("appendfsync");
            if (setting.Length == 0 || setting[0].Value != "always")
            {
                return "The store does not run with appendfsync always.";
            }
        }

        return null;
    }

    private static LedgerEntry[] ReadTail(int round, int shard, long first, byte[] batch)
    {
        var entries = new List<LedgerEntry>();
        for (var rest = batch.AsSpan(); rest.Length > 0;)
        {
            var version = (int)Decision.Number(ref rest);
            var (voter, mark, choices) = Casting.ReadRecord(ref rest);
            entries.Add(new LedgerEntry(round, shard, first + entries.Count, voter, version, choices, mark.KeyHash, mark.Check, mark.Hour, mark.Channel));
        }

        return [.. entries];
    }
}
