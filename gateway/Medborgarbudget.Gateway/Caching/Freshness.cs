using System.Collections.Frozen;
using System.Globalization;
using Medborgarbudget.Gateway.Contract;

namespace Medborgarbudget.Gateway.Caching;

/// <summary>How long the answer of a public read is as good as new, and how long it is still given while a new one is fetched.</summary>
internal sealed record Freshness(int Fresh, int Stale)
{
    private const string Document = "google.api.HttpBody";

    private static readonly Freshness Usual = new(Fresh: 5, Stale: 10);

    /// <summary>What differs from the usual; null = never kept.</summary>
    private static readonly FrozenDictionary<string, Freshness?> Special = new Dictionary<string, Freshness?>
    {
        // Changes while people vote.
        ["GetVotingStatus"] = new(Fresh: 1, Stale: 2),
        ["GetResult"] = new(Fresh: 2, Stale: 2),
        ["GetExplanation"] = new(Fresh: 2, Stale: 2),

        // One voter's own business.
        ["CheckReceipt"] = null,
    }.ToFrozenDictionary();

    /// <summary>The operations that the table names.</summary>
    public static IEnumerable<string> Named => Special.Keys;

    public string CacheControl { get; } = string.Create(CultureInfo.InvariantCulture, $"public, max-age={Fresh}, stale-while-revalidate={Stale}");

    /// <summary>Null for whatever is not a public read in JSON, or is never kept.</summary>
    public static Freshness? Of(Operation operation)
    {
        var isPublicRead = operation.Access.Everyone && operation.Verb == HttpMethods.Get && !operation.Access.BallotToken;
        return isPublicRead && operation.Method.OutputType.FullName != Document
            ? Special.GetValueOrDefault(operation.Method.Name, Usual)
            : null;
    }

    public bool IsFresh(TimeSpan age) => age < TimeSpan.FromSeconds(Fresh);

    public bool IsStillGiven(TimeSpan age) => age < TimeSpan.FromSeconds(Fresh + Stale);
}
