using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Shouldly;

namespace Medborgarbudget.BallotLoad;

/// <summary>A ballot that was acknowledged.</summary>
internal sealed record Acknowledgement(byte[] Voter, string Key, byte[] Choices, int Version, int Shard, long Sequence)
{
    /// <param name="body">The answer to the cast.</param>
    public static Acknowledgement Read(byte[] voter, string key, byte[] choices, ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var receipt = json.RootElement;
        return new Acknowledgement(
            voter,
            key,
            choices,
            receipt.GetProperty("version").GetInt32(),
            receipt.GetProperty("shard").GetInt32(),
            long.Parse(receipt.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture));
    }

    /// <summary>Places on the ballot, rising, as the ledger keeps them.</summary>
    public static byte[] ChoicesOf(params IEnumerable<int> items) => [.. items.SelectMany(item => new[] { (byte)(item >> 8), (byte)item })];
}

/// <summary>
/// One person with one device, who casts and changes a ballot and, whenever it is not known what became of it, asks again with the same key
/// until it is.
/// </summary>
/// <param name="token">Of the vote, with that pseudonym in it.</param>
/// <param name="gateways">Where ballots are taken now.</param>
internal sealed class Voter(OpenVote vote, byte[] pseudonym, string token, Func<IReadOnlyList<IPEndPoint>> gateways)
{
    private readonly BallotRequests _requests = new(vote);
    private int _casts;

    public Voter(BallotCluster cluster)
        : this(cluster, BallotRequests.NewVoter())
    {
    }

    private Voter(BallotCluster cluster, byte[] pseudonym)
        : this(cluster.Vote, pseudonym, cluster.TokenOf(pseudonym), () => cluster.Serving)
    {
    }

    public byte[] Pseudonym => pseudonym;

    /// <summary>How often an answer was missing or said that the outcome is not known.</summary>
    public int Unknown { get; private set; }

    /// <summary>How often the answer was to come again later.</summary>
    public int Refused { get; private set; }

    /// <summary>How many ballots were begun.</summary>
    public int Casts => _casts;

    /// <summary>Another person at the same device, which goes on counting what it was refused.</summary>
    public Voter Next(BallotCluster cluster) => new(cluster) { Unknown = Unknown, Refused = Refused };

    /// <summary>Casts once more; null when voting was closed before it was received.</summary>
    public async Task<Acknowledgement?> CastAsync(InFlight inFlight, CancellationToken cancellationToken)
    {
        var key = $"key-{Interlocked.Increment(ref _casts):D6}";
        var half = vote.Proposals.Count / 2;
        int[] items = [RandomNumberGenerator.GetInt32(half), half + RandomNumberGenerator.GetInt32(half)];
        var request = _requests.Cast(token, key, items);
        var choices = Acknowledgement.ChoicesOf(items);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var serving = gateways();
            var gateway = serving[RandomNumberGenerator.GetInt32(serving.Count)];
            var (status, body) = await TrySendAsync(gateway, request, inFlight, cancellationToken);
            switch (status)
            {
                case 200:
                    return Acknowledgement.Read(pseudonym, key, choices, body);
                case 409:
                    return null;
                case 0 or 429 or 503:
                    Unknown += status == 429 ? 0 : 1;
                    Refused += status == 0 ? 0 : 1;
                    await Task.Delay(50 + RandomNumberGenerator.GetInt32(100), cancellationToken);
                    break;
                default:
                    throw new InvalidOperationException($"A ballot was answered with {status}: {Encoding.UTF8.GetString(body)}");
            }
        }
    }

    /// <summary>Casts again and again until told that it is enough. What is begun is brought to its end: every ballot has an outcome.</summary>
    /// <param name="isEnough">Asked before each cast.</param>
    /// <param name="acknowledged">Where the ballots go that were taken.</param>
    public async Task CastUntilAsync(
        Func<bool> isEnough, ConcurrentBag<Acknowledgement> acknowledged, InFlight inFlight, CancellationToken cancellationToken)
    {
        while (!isEnough())
        {
            acknowledged.Add((await CastAsync(inFlight, cancellationToken)).ShouldNotBeNull());
        }
    }

    private static async Task<(int Status, byte[] Body)> TrySendAsync(
        IPEndPoint gateway, byte[] request, InFlight inFlight, CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection(gateway);
        using var _ = inFlight.One();
        try
        {
            var answer = await connection.SendAsync(request, cancellationToken);
            (answer.Status is not (429 or 503) || answer.HasRetryAfter).ShouldBeTrue("every refusal says when to come again");
            return (answer.Status, answer.Body.ToArray());
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return (0, []);
        }
    }
}

/// <summary>How many requests are on their way.</summary>
internal sealed class InFlight
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IDisposable One()
    {
        Interlocked.Increment(ref _count);
        return new Leaving(this);
    }

    private sealed class Leaving(InFlight all) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref all._count);
    }
}
