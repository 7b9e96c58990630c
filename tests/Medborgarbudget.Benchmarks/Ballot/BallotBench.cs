using System.Globalization;
using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

internal static class BallotBench
{
    public static async Task QuickAsync(int count, int connections, string level)
    {
        await using var servers = await BenchServers.StartAsync();
        await using var cluster = await BallotCluster.StartAsync(servers.Storage(await servers.CreateDatabaseAsync()), 1, CancellationToken.None, level);
        var port = ServiceProcess.FreePort();
        await using var echo = new ServiceProcess("Medborgarbudget.Benchmarks", new Dictionary<string, string?>());
        echo.Start("echo", port.ToString(CultureInfo.InvariantCulture));
        var tokens = Enumerable.Range(0, count).AsParallel().Select(_ => cluster.Requests.TokenOf(BallotRequests.NewVoter())).ToArray();
        for (var round = 0; round < 4; round++)
        {
            var key = $"key-{round:D8}";
            var requests = tokens.Select((token, i) => cluster.Requests.Cast(token, key, i % 30, (i + 7) % 30, (i + 11) % 30)).ToArray();
            var (g, v) = (cluster.Gateways[0].Cpu, cluster.Voting[0].Cpu);
            var ours = await new Load(cluster.Addresses[0], connections).RunAsync(requests, TimeSpan.FromSeconds(60), CancellationToken.None);
            var (g2, v2) = (cluster.Gateways[0].Cpu, cluster.Voting[0].Cpu);
            var bare = await new Load(new(System.Net.IPAddress.Loopback, port), connections).RunAsync(requests, TimeSpan.FromSeconds(60), CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{round}: ours {ours.AcceptedPerSecond:F0}/s p50 {ours.Percentile(.5)} p99 {ours.Percentile(.99)} us, cpu gateway {(g2 - g).TotalMicroseconds / count:F1} voting {(v2 - v).TotalMicroseconds / count:F1}; echo {bare.AcceptedPerSecond:F0}/s; ratio {ours.AcceptedPerSecond / bare.AcceptedPerSecond:F3}; answers {string.Join(',', ours.Answers)} broken {ours.Broken}"));
        }

        await Console.Out.WriteLineAsync(cluster.Voting[0].Log + cluster.Gateways[0].Log);
    }
}
