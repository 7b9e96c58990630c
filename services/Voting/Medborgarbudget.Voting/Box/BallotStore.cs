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

/// <summary>How a shard stands in the store.</summary>
internal readonly record struct ShardState(bool IsReady, long Seq);

/// <summary>The store that decides: one atomic script for each shard of a batch. Never the only copy of anything.</summary>
internal sealed class BallotStore(IConnectionMultiplexer redis)
{
    /// <summary>The store's decisions in the order of the castings, or null when the shard does not agree with the ledger yet.</summary>
    /// <param name="held">
    /// Batches of this shard, each named by its first new sequence number, that the ledger is known to hold whole since the last call.
    /// </param>
    public async Task<Decision[]?> CastAsync(RoundKey round, int shard, IReadOnlyList<long> held, IReadOnlyList<Casting> castings)
    {
        var names = new RedisKeys(round.SubBudget, shard);
        var keys = new RedisKey[2 + castings.Count];
        var values = new RedisValue[2 + castings.Count];
        var open = new byte[castings.Count];
        (keys[0], keys[1]) = (names.State, names.Tail);
        (values[0], values[1]) = (string.Join(' ', held.Select(batch => batch.ToString(CultureInfo.InvariantCulture))), open);
        for (var i = 0; i < castings.Count; i++)
        {
            keys[2 + i] = names.Bucket(castings[i].Bucket);
            values[2 + i] = castings[i].ToRecord();
            open[i] = castings[i].IsOpen ? (byte)'1' : (byte)'0';
        }

        var answers = (byte[][]?)await redis.GetDatabase().ScriptEvaluateAsync(Scripts.Cast, keys, values);
        return answers is null or { Length: 0 } ? null : Array.ConvertAll(answers, Decision.Read);
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
