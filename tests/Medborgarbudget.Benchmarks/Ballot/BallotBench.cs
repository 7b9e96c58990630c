namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>How much is measured.</summary>
/// <param name="Ballots">In a round.</param>
/// <param name="Fill">The most ballots that store and ledger are filled with.</param>
/// <param name="Out">Where the plots go; null = nowhere.</param>
/// <param name="IsPathOnly">Only G1, G4 and G5.</param>
internal sealed record BallotBenchOptions(int Ballots, int Connections, int Rounds, int Fill, string? Out, bool IsPathOnly)
{
    public string Conditions => FormattableString.Invariant(
        $"{Environment.ProcessorCount} cores, load generator on them, {Connections} connections, {Ballots} ballots a round, medians of {Rounds} interleaved rounds");
}

/// <summary>
/// The marks of the ballot path (docs: its goals G1 to G10), measured on real processes with a PostgreSQL and a Redis of the benchmark's own.
/// Every ratio is the median of pairs that were measured one after the other, since the speed of a shared machine changes by the minute.
/// </summary>
internal static class BallotBench
{
    /// <summary>The table as lines, or as one JSON object a line. What is under way is told on the error stream.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(BallotBenchOptions options, bool asJson)
    {
        await using var servers = await BenchServers.StartAsync();
        var goals = new List<Goal>();
        await using (var path = await PathGoals.StartAsync(options, servers))
        {
            goals.AddRange(await Tell("path of a ballot", path.MeasureAsync()));
            if (options.IsPathOnly)
            {
                return Shown();
            }

            goals.AddRange(await Tell("partners", PartnerGoals.MeasureAsync(options, servers, path.Ledger)));
            goals.AddRange(await Tell("reads", ReadGoals.MeasureAsync(options, path.Ledger)));
            goals.AddRange(await Tell("overload", OverloadGoals.MeasureAsync(options, path.Ledger)));
            if (options.Out is not null)
            {
                await Tell("load", BallotPlots.DrawLoadAsync(options, path.Ledger));
            }
        }

        goals.AddRange(await Tell("store", StoreGoals.MeasureAsync(options, servers)));
        goals.AddRange(await Tell("sizes", SizeGoals.MeasureAsync(options, servers)));
        return Shown();

        List<string> Shown() => asJson ? [.. goals.Select(goal => goal.ToJson())] : [.. goals.Select(goal => goal.ToLine()), options.Conditions];
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static async Task<T> Tell<T>(string what, Task<T> measuring)
    {
        await Console.Error.WriteLineAsync($"measuring: {what}");
        return await measuring;
    }
}
