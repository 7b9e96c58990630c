using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G7: ballots that arrive at a given rate whatever becomes of those before, at 80 % of what can be taken and at three times it.</summary>
internal static class OverloadGoals
{
    private const int Connections = 4096;
    private const int Seconds = 8;

    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options, BallotCluster cluster)
    {
        using var load = new Load(cluster.Addresses[0], Connections);
        var tokens = Requests.Tokens(cluster, options.Ballots);
        await ArriveAsync(1_000);
        var peak = (await Requests.RunAsync(cluster.Addresses[0], options.Connections, Requests.Casts(cluster, tokens))).AcceptedPerSecond;
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
}
