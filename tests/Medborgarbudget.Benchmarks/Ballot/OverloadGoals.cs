using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G7: ballots that arrive at a given rate whatever becomes of those before, at 80 % of what can be taken and at three times it.</summary>
internal static class OverloadGoals
{
    /// <summary>More than a gateway lets wait, so that there is something to refuse.</summary>
    private const int Connections = 12_288;
    private const int Seconds = 8;

    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options, BallotCluster cluster)
    {
        using var load = new Load(cluster.Addresses[0], Connections);
        var tokens = Requests.Tokens(cluster, options.Ballots);
        await ArriveAsync(Connections / (double)Seconds);
        var peak = await PeakAsync(options, cluster, tokens);
        var calm = await ArriveAsync(0.8 * peak);
        var flood = await ArriveAsync(3 * peak);
        var conditions = FormattableString.Invariant(
            $"{options.Conditions}; here {Connections} connections, ballots arrive for {Seconds} s whatever becomes of those before; peak {peak:F0}/s; at 80 % p99 {calm.Percentile(0.99) / 1e3:F0} ms; at 3 x {flood.Accepted} taken, {flood.Refused} refused, {flood.Broken} broken, p99 of the taken {flood.Percentile(0.99) / 1e3:F0} ms");
        return
        [
            Goal.AtLeast("G7", "taken at three times the peak ÷ peak", flood.AcceptedPerSecond / peak, 0.9, conditions),
            Goal.AtMost("G7", "p99 of the taken at three times the peak ÷ at 80 %", (double)flood.Percentile(0.99) / Math.Max(1, calm.Percentile(0.99)), 2, conditions),
            Goal.AtLeast("G7", "refusals with a time to come again, share (0: none refused)", flood.Refused == 0 ? 0 : (double)flood.RefusedRightly / flood.Refused, 1, conditions),
        ];

        Task<LoadReport> ArriveAsync(double rate)
        {
            var casts = new List<byte[]>();
            while (casts.Count < rate * Seconds)
            {
                casts.AddRange(Requests.Casts(cluster, tokens));
            }

            return load.ArriveAsync(casts, rate, TimeSpan.FromSeconds(Seconds), CancellationToken.None);
        }
    }

    /// <summary>What is taken in when each of the connections sends as soon as it has its answer.</summary>
    private static async Task<double> PeakAsync(BallotBenchOptions options, BallotCluster cluster, string[] tokens)
    {
        using var load = new Load(cluster.Addresses[0], options.Connections);
        await load.SendAsync(Requests.Casts(cluster, tokens));
        var rates = new List<double>();
        for (var round = 0; round < options.Rounds; round++)
        {
            rates.Add((await load.SendAsync(Requests.Casts(cluster, tokens))).AcceptedPerSecond);
        }

        return BallotBench.Median(rates);
    }
}
