using System.Diagnostics;
using Medborgarbudget.Benchmarks.Ballot;

namespace Medborgarbudget.Benchmarks.Rolls;

/// <summary>How much is measured.</summary>
/// <param name="Rows">Of the roll.</param>
/// <param name="Codes">That some of them get.</param>
/// <param name="Database">PostgreSQL or SQLite alone; null = both.</param>
internal sealed record RollBenchOptions(int Rows, int Codes, string? Database);

/// <summary>
/// The marks of the roll: taking an extract in, taking it in again in the place of itself, issuing codes, and taking changes in, each against
/// an Identity process over gRPC, on PostgreSQL and on SQLite. What is resident is that process alone: neither the extract nor PostgreSQL is in it.
/// </summary>
internal static class RollBench
{
    private const string PostgreSql = "PostgreSQL";
    private const string Sqlite = "SQLite";

    /// <summary>Of which one in two gives somebody another area, one in four takes somebody off and one in four adds somebody.</summary>
    private const int Changes = 10_000;

    /// <summary>Writes the table goal by goal, as lines or as one JSON object a line. What is under way is told on the error stream.</summary>
    public static async Task RunAsync(RollBenchOptions options, BenchServers servers, bool asJson, TextWriter output)
    {
        foreach (var database in new[] { PostgreSql, Sqlite }.Where(database => options.Database is null || options.Database == database))
        {
            var postgres = database == PostgreSql ? $"{servers.Postgres};Database={await servers.CreateDatabaseAsync()}" : null;
            await Console.Error.WriteLineAsync($"measuring: roll on {database}");
            await using var host = await RollHost.StartAsync(postgres);
            await foreach (var goal in MeasureHostAsync(host, options, database))
            {
                await output.WriteLineAsync(asJson ? goal.ToJson() : goal.ToLine());
            }
        }
    }

    private static async IAsyncEnumerable<Goal> MeasureHostAsync(RollHost host, RollBenchOptions options, string database)
    {
        var conditions = FormattableString.Invariant(
            $"{Environment.ProcessorCount} cores, client and database on them, {database}, {options.Rows} personal numbers, {options.Codes} codes, gRPC on loopback");
        yield return await TimedAsync("R1", $"s to take the roll in, {database}", 60, () => host.ImportAsync(RollExtract.Parts(options.Rows)));
        yield return Resident("until then");
        yield return await TimedAsync("R3", $"s to issue the codes, {database}", 30, () => host.IssueCodesAsync(options.Codes));
        yield return await TimedAsync("R1", $"s to take it in again, codes kept, {database}", 60, () => host.ImportAsync(RollExtract.Parts(options.Rows)));
        yield return Resident("with both");
        await CheckAsync(host, options.Rows, options.Codes);
        yield return await TimedAsync(
            "R4", FormattableString.Invariant($"s to take {Changes} changes in, {database}"), 30, () => host.ImportAsync(RollExtract.Changes(options.Rows, Changes), isChanges: true));
        yield return Resident("in all");
        await CheckAsync(host, options.Rows, null);

        // 500 MB is 500 * 10^6 bytes.
        Goal Resident(string when) => Goal.AtMost("R2", $"MB at most resident {when}, {database}", host.PeakResidentBytes / 1e6, 500, conditions);

        async Task<Goal> TimedAsync(string id, string what, double mark, Func<Task> work)
        {
            var (begun, cpu) = (Stopwatch.GetTimestamp(), host.Cpu);
            await work();
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            return Goal.AtMost(id, what, seconds, mark, FormattableString.Invariant($"{conditions}; {(host.Cpu - cpu).TotalSeconds:F1} s of CPU in Identity"));
        }
    }

    /// <param name="codes">Null = however many: who is taken off the roll takes her code with her.</param>
    private static async Task CheckAsync(RollHost host, int entries, int? codes)
    {
        var summary = await host.SummaryAsync();
        if (summary.Entries != entries || (codes is { } issued && summary.CodesIssued != issued))
        {
            throw new InvalidOperationException($"The roll has {summary.Entries} entries and {summary.CodesIssued} codes.");
        }
    }
}
