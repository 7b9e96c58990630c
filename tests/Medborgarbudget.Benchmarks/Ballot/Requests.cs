using System.Net;
using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Benchmarks.Ballot;

/// <summary>The casts of made-up voters, prepared as bytes.</summary>
internal static class Requests
{
    private const int MostTries = 100;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);
    private static int _series;

    /// <summary>Of new voters; they share signatures, as an Identity under load gives them.</summary>
    public static string[] Tokens(BallotCluster cluster, int count) =>
        cluster.TokensOf([.. Enumerable.Range(0, count).Select(_ => BallotRequests.NewVoter())]);

    /// <summary>One cast of each voter, with three of thirty items and a key that is new.</summary>
    public static List<byte[]> Casts(BallotCluster cluster, string[] tokens)
    {
        var series = Interlocked.Increment(ref _series);
        return [.. tokens.Select((token, i) => cluster.Requests.Cast(token, $"key-{series:D8}", i % 30, (i + 7) % 30, (i + 11) % 30))];
    }

    public static Task<LoadReport> SendAsync(this Load load, IReadOnlyList<byte[]> requests) =>
        load.RunAsync(requests, TimeSpan.FromMinutes(2), CancellationToken.None);

    /// <summary>Over connections that are opened for it.</summary>
    public static async Task<LoadReport> RunAsync(IPEndPoint server, int connections, IReadOnlyList<byte[]> requests)
    {
        using var load = new Load(server, connections);
        return await load.SendAsync(requests);
    }

    /// <summary>Returns when a server that is starting answers the request with 200.</summary>
    public static async Task WaitAsync(IPEndPoint server, byte[] request)
    {
        for (var tries = 0; (await RunAsync(server, 1, [request])).Accepted == 0; tries++)
        {
            if (tries == MostTries)
            {
                throw new TimeoutException($"{server} does not answer.");
            }

            await Task.Delay(Between);
        }
    }
}
