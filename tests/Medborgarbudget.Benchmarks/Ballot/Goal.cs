using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>One measured mark, of the ballot path or the roll, whether it is reached or not.</summary>
internal sealed record Goal(string Id, string What, double Value, string Mark, bool Reached, string Conditions)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Goal AtLeast(string id, string what, double value, double mark, string conditions) =>
        new(id, what, value, string.Create(CultureInfo.InvariantCulture, $">= {mark}"), value >= mark, conditions);

    public static Goal AtMost(string id, string what, double value, double mark, string conditions) =>
        new(id, what, value, string.Create(CultureInfo.InvariantCulture, $"<= {mark}"), value <= mark, conditions);

    public string ToJson() => JsonSerializer.Serialize(
        new { id = Id, what = What, value = Math.Round(Value, 3), goal = Mark, reached = Reached, conditions = Conditions }, Json);

    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Id,-4}{What,-58}{Value,12:F3}  {Mark,-10}{(Reached ? "reached" : "missed")}");
}
