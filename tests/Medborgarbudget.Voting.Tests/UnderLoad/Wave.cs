using System.Collections.Concurrent;
using Medborgarbudget.BallotLoad;
using Medborgarbudget.Voting.Tests.Hosting;

namespace Medborgarbudget.Voting.Tests.UnderLoad;

/// <summary>Casts of many voters that are prepared beforehand, and what became of each.</summary>
internal sealed class Wave
{
    private const int Connections = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly byte[][] _voters;
    private readonly byte[][] _requests;
    private readonly int[] _statuses;
    private readonly ConcurrentDictionary<int, Acknowledgement> _acknowledged = [];

    /// <param name="ofOne">How many are one voter's: by default fewer than the keys that the store remembers of her, so that each may be sent again whenever.</param>
    public Wave(BallotCluster cluster, int casts, int ofOne = 30)
    {
        _voters = [.. Enumerable.Range(0, (casts + ofOne - 1) / ofOne).Select(_ => BallotRequests.NewVoter())];
        var tokens = cluster.TokensOf(_voters);
        _requests = [.. Enumerable.Range(0, casts).Select(at => cluster.Requests.Cast(tokens[at % tokens.Length], KeyOf(at), ItemsOf(at)))];
        _statuses = new int[casts];
    }

    public IReadOnlyList<byte[]> Requests => _requests;

    public IReadOnlyCollection<Acknowledgement> Acknowledged => [.. _acknowledged.Values];

    /// <summary>Keeps the answer to a request.</summary>
    public void Take(int at, HttpAnswer answer)
    {
        _statuses[at] = answer.Status;
        if (answer.Status == 200)
        {
            _acknowledged[at] = Acknowledgement.Read(_voters[at % _voters.Length], KeyOf(at), Acknowledgement.ChoicesOf(ItemsOf(at)), answer.Body);
        }
    }

    /// <summary>
    /// Sends the ballots whose outcome is not known again with their keys, as their voters would, until each has one. Who was refused for good
    /// (429) comes again only when told so.
    /// </summary>
    public async Task SettleAsync(BallotCluster cluster, bool isRefusedToComeAgain)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (Open(isRefusedToComeAgain) is { Length: > 0 } open)
        {
            TimeProvider.System.GetElapsedTime(begun).ShouldBeLessThan(Patience, $"{open.Length} ballots have no outcome: {cluster.Voting[0].Log}");
            using var load = new Load(cluster.Addresses[0], Connections);
            await load.RunAsync(
                [.. open.Select(at => _requests[at])], Patience, Stop.Token, (number, answer) => Take(open[number], answer));
        }
    }

    private int[] Open(bool isRefusedToComeAgain) =>
        [.. Enumerable.Range(0, _requests.Length).Where(at => _statuses[at] is 0 or 503 || (isRefusedToComeAgain && _statuses[at] == 429))];

    private static string KeyOf(int at) => $"key-{at:D8}";

    /// <summary>The places on the ballot that a cast chooses.</summary>
    public static int[] ItemsOf(int at) => [at % 15, 15 + (at * 7 % 15)];
}
