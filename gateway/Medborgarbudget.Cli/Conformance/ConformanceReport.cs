using System.Text.Encodings.Web;
using System.Text.Json;

namespace Medborgarbudget.Cli.Conformance;

/// <summary>Prints what the checks found, for a person or as JSON.</summary>
internal static class ConformanceReport
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, IReadOnlyList<CheckOutcome> outcomes, bool asJson)
    {
        var (passed, failed) = (outcomes.Count(outcome => outcome.Passed == true), outcomes.Count(outcome => outcome.Passed == false));
        if (asJson)
        {
            var checks = outcomes.Select(outcome => new { title = outcome.Title, rule = outcome.Rule, result = WordOf(outcome), seen = outcome.Seen });
            output.WriteLine(JsonSerializer.Serialize(new { passed, failed, checks }, Readable));
            return;
        }

        foreach (var outcome in outcomes)
        {
            var seen = outcome.Seen.Length == 0 ? "" : $": {outcome.Seen}";
            output.WriteLine($"{WordOf(outcome),-7} {outcome.Title} [{outcome.Rule}]{seen}");
        }

        output.WriteLine($"{passed} passed, {failed} failed, {outcomes.Count - passed - failed} skipped");
    }

    private static string WordOf(CheckOutcome outcome) => outcome.Passed switch
    {
        true => "pass",
        false => "FAIL",
        null => "skipped",
    };
}
