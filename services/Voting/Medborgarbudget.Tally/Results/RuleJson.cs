using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Medborgarbudget.Tally;

/// <summary>
/// Rules as they stand in result documents and frozen manifests: an object with the rule's name and every option. What is written
/// reads back as the same rule, so that a published result can be counted again from itself.
/// </summary>
public static class RuleJson
{
    /// <summary>Writes a rule as one object.</summary>
    public static void Write(Utf8JsonWriter json, VotingRule rule)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(rule);
        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        rule.WriteOptions(json);
        json.WriteEndObject();
    }

    /// <summary>A rule as text.</summary>
    public static string ToText(VotingRule rule)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, CanonicalJson.Options))
        {
            Write(json, rule);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>
    /// Reads a rule. False for a rule that is not offered, for an option that is missing, unknown or of the wrong kind: a rule is
    /// never completed with guesses.
    /// </summary>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out VotingRule? rule)
    {
        rule = json.ValueKind != JsonValueKind.Object ? null : Text(json, "name") switch
        {
            "greedy" => Greedy(json),
            "phragmen" => Phragmen(json),
            "equal-shares" => EqualShares(json),
            _ => null,
        };
        return rule is not null;
    }

    private static GreedyRule? Greedy(JsonElement json) =>
        json.GetPropertyCount() == 6
        && Find<GreedyOrder>(Text(json, "order"), WireNames.WireName) is { } order
        && Flag(json, "stopsAtFirstMisfit") is { } stops
        && TryNumber(json, "threshold", out var threshold)
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
        && Groups(json, "exclusiveGroups") is { } groups
            ? new GreedyRule
            {
                Order = order,
                StopsAtFirstMisfit = stops,
                Threshold = threshold,
                OrdinalScoring = scoring,
                ExclusiveGroups = groups,
            }
            : null;

    private static PhragmenRule? Phragmen(JsonElement json) =>
        json.GetPropertyCount() == 2 && Flag(json, "skipsWhatDoesNotFit") is { } skips
            ? new PhragmenRule { SkipsWhatDoesNotFit = skips }
            : null;

    private static EqualSharesRule? EqualShares(JsonElement json) =>
        json.GetPropertyCount() == 9
        && EqualSharesCore(json) is { } core
        && TryNumber(json, "supportFloor", out var floor)
        && floor is null or { Units: > 0 and <= int.MaxValue, Decimals: 0 }
        && Find<EqualSharesComparison>(Text(json, "comparison"), WireNames.WireName) is { } comparison
            ? core with { SupportFloor = (int?)floor?.Units, Comparison = comparison }
            : null;

    private static EqualSharesRule? EqualSharesCore(JsonElement json) =>
        Find<EqualSharesUtility>(Text(json, "utility"), WireNames.WireName) is { } utility
        && Flag(json, "startsIntegral") is { } isIntegral
        && TryNumber(json, "increment", out var increment) && increment is { Units: > 0 } step
        && Flag(json, "hasExhaustiveStop") is { } hasStop
        && Find<EqualSharesCompletion>(Text(json, "completion"), WireNames.WireName) is { } completion
        && Find<OrdinalScoring>(Text(json, "ordinalScoring"), WireNames.WireName) is { } scoring
            ? new EqualSharesRule
            {
                Utility = utility,
                StartsIntegral = isIntegral,
                Increment = step,
                HasExhaustiveStop = hasStop,
                Completion = completion,
                OrdinalScoring = scoring,
            }
            : null;

    private static T? Find<T>(string? name, Func<T, string> nameOf)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (nameOf(value) == name)
            {
                return value;
            }
        }

        return null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool? Flag(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : null;

    private static bool TryNumber(JsonElement json, string name, out ExactDecimal? number)
    {
        number = null;
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        var isExact = ExactDecimal.Parse(Encoding.UTF8.GetBytes(value.GetRawText()), out var read) == NumberReading.Number;
        number = read;
        return isExact;
    }

    private static ImmutableArray<ImmutableArray<string>>? Groups(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(IsGroup)
            ? [.. value.EnumerateArray().Select(group => group.EnumerateArray().Select(id => id.GetString()!).ToImmutableArray())]
            : null;

    private static bool IsGroup(JsonElement group) =>
        group.ValueKind == JsonValueKind.Array && group.EnumerateArray().All(id => id.ValueKind == JsonValueKind.String);
}
