using System.Diagnostics;
using System.Globalization;
using Medborgarbudget.Benchmarks.Ballot;

namespace Medborgarbudget.Benchmarks.SignIns;

/// <summary>How much is measured.</summary>
/// <param name="SignIns">In a round.</param>
/// <param name="Connections">Each with one person under way.</param>
/// <param name="Database">The only one, or both.</param>
internal sealed record SignInBenchOptions(int SignIns, int Connections, int Rounds, string? Database);

/// <summary>
/// The marks of a voting day's way to the ballot token: from a visitor whom nobody knows, every one another person of an imported roll, against an Identity process,
/// on PostgreSQL and on SQLite, both ways there are. Everything runs on the cores of this machine.
/// </summary>
internal static class SignInBench
{
    private const int FewestOnRoll = 100_000;

    /// <summary>The code is compiled once and for all, and again where it turns out to be used much; after 4 rounds the compiler was still at work.</summary>
    private const int WarmUps = 8;

    /// <summary>Writes the table goal by goal, as lines or as one JSON object a line. What is under way is told on the error stream.</summary>
    public static async Task RunAsync(SignInBenchOptions options, BenchServers servers, bool asJson, TextWriter output)
    {
        foreach (var (database, used) in new[] { ("PostgreSQL", servers), ("SQLite", null) }.Where(each => options.Database is null || options.Database == each.Item1))
        {
            await Console.Error.WriteLineAsync($"measuring: signing in on {database}");
            foreach (var goal in await MeasureAsync(options, database, used))
            {
                await output.WriteLineAsync(asJson ? goal.ToJson() : goal.ToLine());
            }
        }
    }

    private static async Task<IReadOnlyList<Goal>> MeasureAsync(SignInBenchOptions options, string database, BenchServers? servers)
    {
        Way[] ways = [Way.ForOneBallot, Way.SignedIn];

        // Beside the rounds, the one that is taken step by step, and those who arrive until the cluster answers.
        var onRoll = Math.Max(FewestOnRoll, options.SignIns * (WarmUps + options.Rounds + 2) * ways.Length);
        await using var cluster = await SignInCluster.StartAsync(servers, onRoll, options.Connections);
        var conditions = FormattableString.Invariant(
            $"{Environment.ProcessorCount} cores, load generator, broker and database on them, {database}, {onRoll} on the roll, {options.SignIns} sign-ins a round, ")
            + FormattableString.Invariant($"median of {options.Rounds} rounds after {WarmUps} to warm up, {options.Connections} connections, HTTP/2 on loopback without TLS; ")
            + "the broker is one of the benchmark's own that signs (ES256) and asks nobody: npm's oidc-provider, which the tests use, would be what is measured";
        return [.. await MeasureAsync(cluster, Way.ForOneBallot, options, ("I1", "I2"), database, conditions), .. await MeasureAsync(cluster, Way.SignedIn, options, ("I3", "I4"), database, conditions)];
    }

    private static async Task<IReadOnlyList<Goal>> MeasureAsync(
        SignInCluster cluster, Way way, SignInBenchOptions options, (string Rate, string Cpu) ids, string database, string conditions)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await RoundAsync(cluster, way, options.SignIns);
        }

        var rounds = new List<Round>();
        for (var i = 0; i < options.Rounds; i++)
        {
            rounds.Add(await RoundAsync(cluster, way, options.SignIns));
        }

        var steps = await StepsAsync(cluster, way, options.SignIns);
        var each = Means(rounds);
        return
        [
            Goal.AtLeast(ids.Rate, $"voters to ballot token/s, {way.Name}, {database}", BallotBench.Median(rounds.Select(round => round.PerSecond)), 1_000, conditions),
            Goal.AtMost(ids.Cpu, $"CPU of all, µs a voter, {way.Name}, {database}", each.Sum(), 1e6 * Environment.ProcessorCount / 1_000,
                $"{conditions}; {Told(SignInCluster.Programs, each)}; Identity by step, each taken by all before the next: {Told(way.Steps, steps)}"),
        ];
    }

    private static async Task<Round> RoundAsync(SignInCluster cluster, Way way, int count)
    {
        var visitors = cluster.Arrive(way, count);
        var tokens = await cluster.CountTokensAsync();
        var (begun, before) = (Stopwatch.GetTimestamp(), cluster.Cpu());
        await cluster.ForEachAsync(visitors, (visitor, http) => way.WalkAsync(visitor, http, CancellationToken.None));
        var (took, after) = (Stopwatch.GetElapsedTime(begun), cluster.Cpu());
        return await cluster.CountTokensAsync() - tokens == count
            ? new Round(count / took.TotalSeconds, [.. after.Zip(before, (now, then) => (now - then).TotalMicroseconds / count)])
            : throw new InvalidOperationException("The roll counts other ballot tokens than were given.");
    }

    /// <summary>Microseconds of Identity's processor time that each step takes.</summary>
    private static async Task<double[]> StepsAsync(SignInCluster cluster, Way way, int count)
    {
        var visitors = cluster.Arrive(way, count);
        var steps = new double[way.Steps.Count];
        for (var step = 0; step < steps.Length; step++)
        {
            var (before, now) = (cluster.Cpu()[0], step);
            await cluster.ForEachAsync(visitors, (visitor, http) => visitor.StepAsync(now, http, CancellationToken.None));
            steps[step] = (cluster.Cpu()[0] - before).TotalMicroseconds / count;
        }

        return steps;
    }

    private static double[] Means(List<Round> rounds) =>
        [.. Enumerable.Range(0, SignInCluster.Programs.Count).Select(program => rounds.Average(round => round.Cpu[program]))];

    private static string Told(IReadOnlyList<string> names, double[] microseconds) =>
        string.Join(", ", names.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"{name} {microseconds[i]:F0}")));

    /// <param name="Cpu">Of each of <see cref="SignInCluster.Programs"/>, in microseconds a sign-in.</param>
    private sealed record Round(double PerSecond, double[] Cpu);
}
