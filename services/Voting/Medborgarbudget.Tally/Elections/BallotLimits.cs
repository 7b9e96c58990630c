using System.Globalization;
using System.Text;

namespace Medborgarbudget.Tally;

/// <summary>
/// What a ballot may hold, read from the election's published metadata with the format's defaults. Cities count ballots that
/// break these limits now and then, so they are reported against and never a reason to drop a ballot.
/// </summary>
/// <param name="MinLength">Fewest projects on a ballot that is not blank.</param>
/// <param name="MaxLength">Most projects on a ballot; never more than there are projects.</param>
/// <param name="MinSumCost">Least sum of costs, in minor units, or null.</param>
/// <param name="MaxSumCost">Greatest sum of costs, in minor units, or null.</param>
/// <param name="MinPoints">Least points for one project, or null.</param>
/// <param name="MaxPoints">Most points for one project, or null.</param>
/// <param name="MinSumPoints">Least sum of points, or null.</param>
/// <param name="MaxSumPoints">Greatest sum of points, or null.</param>
/// <param name="DefaultScore">The points of a project that a scoring ballot leaves out.</param>
public sealed record BallotLimits(
    int MinLength,
    int MaxLength,
    long? MinSumCost,
    long? MaxSumCost,
    ExactDecimal? MinPoints,
    ExactDecimal? MaxPoints,
    ExactDecimal? MinSumPoints,
    ExactDecimal? MaxSumPoints,
    ExactDecimal DefaultScore)
{
    /// <summary>The limits that the metadata states, with the format's defaults where it is silent or not a number.</summary>
    /// <param name="meta">Keys and values as published.</param>
    /// <param name="voteType">Decides the defaults.</param>
    /// <param name="projectCount">The greatest length that a ballot can have.</param>
    /// <param name="moneyDecimals">The scale of the sums of cost.</param>
    public static BallotLimits From(
        IReadOnlyList<KeyValuePair<string, string>> meta,
        VoteType voteType,
        int projectCount,
        int moneyDecimals)
    {
        ArgumentNullException.ThrowIfNull(meta);
        var longest = voteType == VoteType.ChooseOne ? Math.Min(1, projectCount) : projectCount;
        var maxSum = Number(meta, "max_sum_points");
        return new BallotLimits(
            Length(meta, "min_length", Math.Min(1, projectCount), projectCount),
            Length(meta, "max_length", longest, projectCount),
            Money(meta, "min_sum_cost", moneyDecimals),
            Money(meta, "max_sum_cost", moneyDecimals),
            Number(meta, "min_points") ?? (voteType == VoteType.Cumulative ? ExactDecimal.Whole(0) : null),
            Number(meta, "max_points") ?? (voteType == VoteType.Cumulative ? maxSum : null),
            Number(meta, "min_sum_points") ?? (voteType == VoteType.Cumulative ? ExactDecimal.Whole(0) : null),
            maxSum,
            voteType == VoteType.Scoring ? Number(meta, "default_score") ?? default : default);
    }

    private static int Length(IReadOnlyList<KeyValuePair<string, string>> meta, string key, int otherwise, int most) =>
        long.TryParse(Value(meta, key), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? (int)Math.Min(length, most)
            : otherwise;

    private static long? Money(IReadOnlyList<KeyValuePair<string, string>> meta, string key, int decimals) =>
        Number(meta, key) is { } amount && amount.TryAtScale(decimals, out var minor) ? minor : null;

    private static ExactDecimal? Number(IReadOnlyList<KeyValuePair<string, string>> meta, string key) =>
        Value(meta, key) is { } text
        && ExactDecimal.Parse(Encoding.UTF8.GetBytes(text), out var number) == NumberReading.Number
            ? number
            : null;

    private static string? Value(IReadOnlyList<KeyValuePair<string, string>> meta, string key)
    {
        foreach (var (name, value) in meta)
        {
            if (name == key)
            {
                return value;
            }
        }

        return null;
    }
}
