using System.Text.Json;
using Medborgarbudget.Tally;

namespace Medborgarbudget.Cli.Recount;

/// <summary>Rules and verdicts in words.</summary>
internal static class RuleWords
{
    /// <summary>The rule's name and every option that is set, as the result document names them.</summary>
    public static string Of(VotingRule rule)
    {
        using var json = JsonDocument.Parse(RuleJson.ToText(rule));
        var options = json.RootElement.EnumerateObject()
            .Where(option => option.Name != "name" && IsSet(option.Value))
            .Select(option => option.Value.ValueKind == JsonValueKind.True ? option.Name : $"{option.Name} {option.Value}");
        return string.Join(", ", options.Prepend(rule.Name));
    }

    /// <summary>Why a project was elected or not.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.None => "not judged",
        Verdict.Elected => "elected",
        Verdict.DoesNotFit => "cost more than was left",
        Verdict.NotPaidFor => "its supporters' money did not cover it",
        Verdict.AfterStop => "the count had stopped",
        Verdict.UnderThreshold => "under the threshold",
        Verdict.NoSupport => "no support",
        Verdict.ExcludedByConflict => "excluded by a conflicting winner",
        Verdict.QuotaFull => "no place left for its size",
        Verdict.TooLarge => "larger than any size that may win",
        Verdict.NotInBestSet => "the best set does without it",
        Verdict.Undecided => "undecided: the count would take too much memory",
        Verdict.NoPot => "no pot is for its area",
    };

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        _ => true,
    };
}
