using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using static Medborgarbudget.Tally.RuleFields;

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
            "greedy" => GreedyRule.Read(json),
            "cstv" => CstvRule.Read(json),
            "majority-judgement" => MajorityJudgementRule.Read(json),
            "max-welfare" => MaxWelfareRule.Read(json),
            "phragmen" => PhragmenRule.Read(json),
            "pots" => PotsRule.Read(json),
            "equal-shares" => EqualSharesRule.Read(json),
            _ => null,
        };
        return rule is not null;
    }
}
