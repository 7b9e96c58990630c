using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Medborgarbudget.Cli.Rehearse;

/// <summary>The result of a rehearsal; its members are those of the JSON object.</summary>
/// <param name="Refused">Ballots that got a definite no.</param>
/// <param name="PerSecond">Acknowledged ballots for each second of casting, in this run.</param>
/// <param name="Selected">Ids of the file, in the order of the count.</param>
/// <param name="CityAgrees">Null where the file does not tell what the city decided.</param>
internal sealed record RehearsalReport(
    string Election,
    string SubBudgetId,
    long Ballots,
    int Concurrency,
    long Acknowledged,
    long Counted,
    long Lost,
    long Doubled,
    long Unknown,
    long Refused,
    double PerSecond,
    double P50Ms,
    double P99Ms,
    double SetupSeconds,
    double CastSeconds,
    IReadOnlyList<string> Selected,
    bool OutcomeAgrees,
    bool? CityAgrees,
    IReadOnlyList<string> Notes)
{
    /// <summary>How the voters came; null where the ballots were cast as fast as they were taken. Latencies are from the moment when a voter came, then.</summary>
    public string? Shape { get; init; }

    /// <summary>From the moment when a voter came to his ballot token.</summary>
    public double? TokenP99Ms { get; init; }

    /// <summary>Requests that were refused for the time being, or not answered, and sent again.</summary>
    public long? SentAgain { get; init; }

    /// <summary>Voters whom this machine itself let begin late: where there are many, it was too small for the load.</summary>
    public int? LateVoters { get; init; }

    // The texts are data of the file and go to a terminal or a program, never into a page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Nothing lost, nothing doubled, nothing open, and the outcome that the file gives.</summary>
    internal bool IsInOrder => Lost == 0 && Doubled == 0 && Unknown == 0 && Refused == 0 && OutcomeAgrees;

    public void Write(TextWriter output, bool asJson)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(this, Json));
            return;
        }

        foreach (var (name, value) in Lines())
        {
            output.WriteLine($"{name,-34}{value}");
        }
    }

    private IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("Election", Election);
        yield return ("Ballots", Text($"{Ballots}, {Acknowledged} acknowledged, {Counted} counted"));
        yield return ("Lost, doubled, unknown, refused", Text($"{Lost}, {Doubled}, {Unknown}, {Refused}"));
        yield return ("Acknowledged per second", Text($"{PerSecond:F0} with {Concurrency} voters at a time"));
        yield return ("Latency", Text($"p50 {P50Ms:F1} ms, p99 {P99Ms:F1} ms"));
        yield return ("Time", Text($"{SetupSeconds:F1} s to set up, {CastSeconds:F1} s to cast"));
        if (Shape is not null)
        {
            yield return ("Day", Text($"{Shape}; tokens p99 {TokenP99Ms:F1} ms, {SentAgain} requests sent again, {LateVoters} voters held up by this machine"));
        }

        yield return ("Selected", string.Join(", ", Selected));
        yield return ("As the file gives", OutcomeAgrees ? "yes" : "NO");
        yield return ("As the city decided", CityAgrees switch { true => "yes", false => "no", null => "the file does not say" });
        foreach (var note in Notes)
        {
            yield return ("Note", note);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
