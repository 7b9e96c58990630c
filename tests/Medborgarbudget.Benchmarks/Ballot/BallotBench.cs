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
    /// <summary>Connections for all but the path: the gateway passes no more than 1,024 calls on at a time, and refuses the rest.</summary>
    private const int MostConnections = 512;

    /// <summary>Writes the table goal by goal, as lines or as one JSON object a line. What is under way is told on the error stream.</summary>
    public static async Task RunAsync(BallotBenchOptions options, bool asJson, TextWriter output)
    {
        if (!asJson)
        {
            await output.WriteLineAsync(options.Conditions);
        }

        await using var servers = await BenchServers.StartAsync();
        await using (var path = await PathGoals.StartAsync(options, servers))
        {
            await TellAsync("path of a ballot", path.MeasureAsync());
            if (options.IsPathOnly)
            {
                return;
            }

            options = options with { Connections = Math.Min(options.Connections, MostConnections) };
            await TellAsync("partners", PartnerGoals.MeasureAsync(options, servers, path.Ledger));
            await TellAsync("reads", ReadGoals.MeasureAsync(options, path.Ledger));
            await TellAsync("overload", OverloadGoals.MeasureAsync(options, path.Ledger));
            if (options.Out is not null)
            {
                await Console.Error.WriteLineAsync("drawing: load");
                await BallotPlots.DrawLoadAsync(options, path.Ledger);
            }
        }

        await TellAsync("store", StoreGoals.MeasureAsync(options, servers));
        await TellAsync("sizes", SizeGoals.MeasureAsync(options, servers));
        await TellAsync("verification", VerifyGoals.MeasureAsync(options));

        async Task TellAsync(string what, Task<IReadOnlyList<Goal>> measuring)
        {
            await Console.Error.WriteLineAsync($"measuring: {what}");
            foreach (var goal in await measuring)
            {
                await output.WriteLineAsync(asJson ? goal.ToJson() : goal.ToLine());
            }
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
