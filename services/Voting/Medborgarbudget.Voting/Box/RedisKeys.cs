using System.Globalization;
using Medborgarbudget.Kernel;
using StackExchange.Redis;

namespace Medborgarbudget.Voting.Box;

/// <summary>
/// Every key that Voting has in Redis. All keys of a shard share one hash slot, so that one script may touch them. They live
/// without a limit while the round is open (the ledger can rebuild them) and a day after it is closed.
/// </summary>
internal readonly record struct RedisKeys
{
    private readonly string _prefix;

    public RedisKeys(SubBudgetId subBudget, int shard) =>
        _prefix = string.Create(CultureInfo.InvariantCulture, $"mb:vote:{{{subBudget.Value:N}:{shard}}}:");

    public static TimeSpan KeptAfterClose => TimeSpan.FromDays(1);

    /// <summary>Hash: seq (last one given), fence (1 = closed), ready (1 = agrees with the ledger).</summary>
    public RedisKey State => _prefix + "state";

    /// <summary>Hash first sequence number of a batch → what the batch took in, of batches that the ledger is not yet known to hold.</summary>
    public RedisKey Tail => _prefix + "tail";

    /// <summary>String: who rebuilds the shard; expires by itself.</summary>
    public RedisKey Rebuild => _prefix + "rebuild";

    /// <summary>Hash pseudonym → current version; at most about 256 entries, so that it stays in the compact form.</summary>
    public RedisKey Bucket(int bucket) => _prefix + bucket.ToString(CultureInfo.InvariantCulture);
}
