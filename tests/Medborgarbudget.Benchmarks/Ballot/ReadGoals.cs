using System.Net;
using System.Text;
using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>G8: the ballot with its thirty items, which every voter fetches, from the cache, past it, and not at all since it is known.</summary>
internal static class ReadGoals
{
    private const int Reads = 20_000;
    private const int WarmUps = 2;

    public static async Task<IReadOnlyList<Goal>> MeasureAsync(BallotBenchOptions options, BallotCluster cluster)
    {
        var (uncached, pastCache) = cluster.StartGateway(cluster.VotingAddress, ("Gateway:Cache:MaxBytes", "0"));
        await using var ending = uncached;
        var plain = Read(cluster, "");
        await Requests.WaitAsync(pastCache, plain);
        var known = Read(cluster, $"If-None-Match: {await TagAsync(cluster.Addresses[0], plain)}\r\n");
        var ratios = new List<(double Cached, double Known)>();
        for (var round = 0; round < WarmUps + options.Rounds; round++)
        {
            var cached = await RateAsync(cluster.Addresses[0], plain, Reads, 200);
            var past = await RateAsync(pastCache, plain, Reads / 10, 200);
            var unchanged = await RateAsync(cluster.Addresses[0], known, Reads, 304);
            if (round >= WarmUps)
            {
                ratios.Add((cached / past, unchanged / cached));
            }
        }

        return
        [
            Goal.AtLeast("G8", "reads of the ballot, cached ÷ uncached", BallotBench.Median(ratios.Select(ratio => ratio.Cached)), 5, options.Conditions),
            Goal.AtLeast("G8", "answered 304 ÷ answered 200", BallotBench.Median(ratios.Select(ratio => ratio.Known)), 1.2, options.Conditions),
        ];

        async Task<double> RateAsync(IPEndPoint server, byte[] request, int count, int status)
        {
            // Fewer than a client may have at once, or the limit would be measured.
            var report = await Requests.RunAsync(server, Math.Min(256, options.Connections), [.. Enumerable.Repeat(request, count)]);
            return report.Answers.GetValueOrDefault(status) == count
                ? count / report.Took.TotalSeconds
                : throw new InvalidOperationException($"Not all reads were answered {status}: {string.Join(", ", report.Answers)}");
        }
    }

    public static byte[] Read(BallotCluster cluster, string header) =>
        Encoding.ASCII.GetBytes($"GET /medborgarbudget/v1/sub-budgets/{cluster.Vote.Id}/manifest HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}\r\n");

    private static async Task<string> TagAsync(IPEndPoint server, byte[] request)
    {
        using var connection = new HttpConnection(server);
        var head = Encoding.ASCII.GetString((await connection.SendAsync(request, CancellationToken.None)).Head.Span);
        return head.Split("\r\n").FirstOrDefault(line => line.StartsWith("ETag: ", StringComparison.OrdinalIgnoreCase))?["ETag: ".Length..]
            ?? throw new InvalidOperationException($"The ballot has no ETag: {head}");
    }
}
