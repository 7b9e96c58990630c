using System.Globalization;
using System.Text;
using Medborgarbudget.Voting.Ledger;
using Medborgarbudget.Voting.Log;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Box;

/// <summary>
/// Makes a shard of the store anew from the ledger. While it runs the shard is not ready and decides nothing. Only one owner
/// rebuilds a shard at a time; a dead owner's claim expires.
/// </summary>
internal sealed class ShardRebuild(IConnectionMultiplexer redis)
{
    private const int OlderKeys = 64;
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    /// <summary>False when another owner is at it.</summary>
    /// <param name="must">Also when the shard is ready; else another owner may have finished just before, and then all is done.</param>
    /// <param name="settle">Brings the shard's tail to the ledger; run when the shard decides no more, so that no decision is lost between.</param>
    /// <param name="entries">Everything the ledger holds of the shard, by rising sequence number; read after that.</param>
    public async Task<bool> RunAsync(
        RoundKey round,
        BallotSeal seal,
        int shard,
        bool must,
        Func<Task> settle,
        IAsyncEnumerable<LedgerEntry> entries,
        bool isFenced,
        CancellationToken cancellationToken)
    {
        var database = redis.GetDatabase();
        var names = new RedisKeys(round.SubBudget, shard);
        var owner = Guid.NewGuid().ToString("N");
        if (!await database.StringSetAsync(names.Rebuild, owner, Claim, When.NotExists))
        {
            return false;
        }

        if (!must && await database.HashGetAsync(names.State, "ready") == "1")
        {
            await database.KeyDeleteAsync(names.Rebuild);
            return true;
        }

        var existed = await RunAsync(Scripts.Unready, [names.Rebuild, names.State], owner);
        if (existed < 0)
        {
            return false;
        }

        await settle();
        var (voters, last) = await FoldAsync(seal, entries, cancellationToken);

        // A round that is opened has nothing to delete, and up to a thousand keys a shard are not asked for in vain.
        if ((existed > 0 || last > 0)
            && await RunAsync(Scripts.Clear, [names.Rebuild, names.Tail, .. Enumerable.Range(0, round.Buckets).Select(names.Bucket)], owner) == 0)
        {
            return false;
        }

        var restored = await Task.WhenAll(voters.GroupBy(voter => round.BucketOf(Slot.Of(Pseudonym.Read(voter.Key)))).Select(bucket =>
            RestoreAsync(names, owner, bucket)));
        return restored.All(done => done)
            && (int)await database.ScriptEvaluateAsync(
                Scripts.Ready, [names.Rebuild, names.State], [owner, last, isFenced ? "1" : "0"]) == 1;
    }

    /// <summary>Runs a step of the owner's, which lengthens the claim and does nothing for who has lost it: another owner may have finished since.</summary>
    private async Task<int> RunAsync(string script, RedisKey[] keys, string owner) =>
        (int)await redis.GetDatabase().ScriptEvaluateAsync(script, keys, [owner, (long)Claim.TotalMilliseconds]);

    private static async Task<(Dictionary<byte[], byte[]> Voters, long Last)> FoldAsync(
        BallotSeal seal, IAsyncEnumerable<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        var voters = new Dictionary<byte[], byte[]>(ByteComparer.Instance);
        long last = 0;
        await foreach (var entry in entries.WithCancellation(cancellationToken))
        {
            if (!entry.IsGap)
            {
                voters[entry.Voter] = Write(seal, entry, voters.GetValueOrDefault(entry.Voter));
            }

            last = entry.Seq;
        }

        return (voters, last);
    }

    private static byte[] Write(BallotSeal seal, LedgerEntry entry, byte[]? earlier)
    {
        var mark = Mark.Make(seal, entry.KeyHash, entry.Choices, entry.Check, entry.Hour, entry.Channel);
        var numbers = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{entry.Version} {entry.Seq} "));
        return [.. numbers, .. mark.Bytes, .. earlier is null ? [] : KeysOf(earlier)];
    }

    private static byte[] KeysOf(byte[] value)
    {
        var rest = value.AsSpan();
        Decision.Number(ref rest);
        Decision.Number(ref rest);
        var older = rest[Mark.Length..];
        return [.. rest[..16], .. older[..Math.Min(older.Length, (OlderKeys - 1) * 16)]];
    }

    private async Task<bool> RestoreAsync(RedisKeys names, string owner, IGrouping<int, KeyValuePair<byte[], byte[]>> bucket)
    {
        RedisValue[] values =
        [
            owner, (long)Claim.TotalMilliseconds, .. bucket.SelectMany(voter => new RedisValue[] { voter.Key, voter.Value }),
        ];
        return (int)await redis.GetDatabase().ScriptEvaluateAsync(Scripts.Restore, [names.Rebuild, names.Bucket(bucket.Key)], values) == 1;
    }
}

/// <summary>Equal bytes are the same key.</summary>
internal sealed class ByteComparer : IEqualityComparer<byte[]>
{
    public static readonly ByteComparer Instance = new();

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj)
    {
        var hash = default(HashCode);
        hash.AddBytes(obj);
        return hash.ToHashCode();
    }
}
