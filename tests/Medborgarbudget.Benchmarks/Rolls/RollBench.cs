using System.Diagnostics;
using Medborgarbudget.Benchmarks.Ballot;

namespace Medborgarbudget.Benchmarks.Rolls;

/// <summary>How much is measured.</summary>
/// <param name="Rows">Of the roll.</param>
/// <param name="Codes">That some of them get.</param>
internal sealed record RollBenchOptions(int Rows, int Codes);

/// <summary>
/// The marks of the roll: taking an extract in, taking it in again in the place of itself, and issuing codes, each against an Identity
/// process over gRPC, on PostgreSQL and on SQLite.
/// </summary>
internal static class RollBench
{
    /// <summary>Writes the table goal by goal, as lines or as one JSON object a line. What is under way is told on the error stream.</summary>
    public static async Task RunAsync(RollBenchOptions options, BenchServers servers, bool asJson, TextWriter output)
    {
        await MeasureAsync("PostgreSQL", $"{servers.Postgres};Database={await servers.CreateDatabaseAsync()}");
        await MeasureAsync("SQLite", null);

        async Task MeasureAsync(string database, string? postgres)
        {
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
        yield return Goal.AtMost("R2", $"MiB at most resident until then, {database}", host.PeakMebibytes, 500, conditions);
        yield return await TimedAsync("R3", $"s to issue the codes, {database}", 30, () => host.IssueCodesAsync(options.Codes));
        yield return await TimedAsync("R1", $"s to take it in again, codes kept, {database}", 60, () => host.ImportAsync(RollExtract.Parts(options.Rows)));
        yield return Goal.AtMost("R2", $"MiB at most resident in all, {database}", host.PeakMebibytes, 500, conditions);
        if (await host.SummaryAsync() is var summary && (summary.Entries, summary.CodesIssued) != (options.Rows, options.Codes))
        {
            throw new InvalidOperationException($"The roll has {summary.Entries} entries and {summary.CodesIssued} codes.");
        }

        async Task<Goal> TimedAsync(string id, string what, double mark, Func<Task> work)
        {
            var (begun, cpu) = (Stopwatch.GetTimestamp(), host.Cpu);
            await work();
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            return Goal.AtMost(id, what, seconds, mark, FormattableString.Invariant($"{conditions}; {(host.Cpu - cpu).TotalSeconds:F1} s of CPU in Identity"));
        }
    }
}
