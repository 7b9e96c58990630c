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
    /// <summary>The rules whose options all have a value when nothing is said: every one but several pots.</summary>
    private static readonly VotingRule[] Defaults =
    [
        new GreedyRule(), new EqualSharesRule(), new PhragmenRule(), new MaxWelfareRule(), new CstvRule(), new MajorityJudgementRule(),
    ];

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
        try
        {
            rule = Read(json);
        }
        catch (InvalidOperationException)
        {
            // JSON can escape half a surrogate pair, and that is no text.
            rule = null;
        }

        return rule is not null;
    }

    /// <summary>
    /// Reads a rule in which options may be left out; they get the values that the rule's type documents as its own. Several pots are
    /// never completed, and neither is the inside of an option. False for what <see cref="TryRead"/> refuses otherwise.
    /// </summary>
    public static bool TryComplete(JsonElement json, [NotNullWhen(true)] out VotingRule? rule)
    {
        try
        {
            rule = Complete(json);
        }
        catch (InvalidOperationException)
        {
            // As above.
            rule = null;
        }

        return rule is not null;
    }

    private static VotingRule? Read(JsonElement json) => json.ValueKind != JsonValueKind.Object ? null : Text(json, "name") switch
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

    private static VotingRule? Complete(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object
            || Array.Find(Defaults, known => known.Name == Text(json, "name")) is not { } defaults)
        {
            return Read(json);
        }

        using var completed = JsonDocument.Parse(WithDefaults(json, defaults));
        return Read(completed.RootElement);
    }

    /// <summary>All that is given, unknown options too, which reading refuses, and what is left out.</summary>
    private static ReadOnlyMemory<byte> WithDefaults(JsonElement json, VotingRule defaults)
    {
        using var whole = JsonDocument.Parse(ToText(defaults));
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var option in json.EnumerateObject().Concat(
                whole.RootElement.EnumerateObject().Where(option => !json.TryGetProperty(option.Name, out _))))
            {
                option.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
