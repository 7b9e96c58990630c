using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Medborgarbudget.BallotLoad;

namespace Medborgarbudget.Voting.Tests.Cluster;

/// <summary>A ballot that was acknowledged.</summary>
internal sealed record Acknowledgement(byte[] Voter, string Key, byte[] Choices, int Version, int Shard, long Sequence);

/// <summary>
/// One person with one device, who casts and changes a ballot and, whenever it is not known what became of it, asks again with the same key
/// until it is.
/// </summary>
internal sealed class Voter
{
    private readonly BallotCluster _cluster;
    private readonly byte[] _voter = BallotRequests.NewVoter();
    private readonly string _token;
    private int _casts;

    public Voter(BallotCluster cluster) => (_cluster, _token) = (cluster, cluster.Requests.TokenOf(_voter));

    public byte[] Pseudonym => _voter;

    /// <summary>How often an answer was missing or said that the outcome is not known.</summary>
    public int Unknown { get; private set; }

    /// <summary>How often the answer was to come again later.</summary>
    public int Refused { get; private set; }

    /// <summary>Casts once more; null when voting was closed before it was received.</summary>
    public async Task<Acknowledgement?> CastAsync(InFlight inFlight, CancellationToken cancellationToken)
    {
        var key = $"key-{_casts++:D6}";
        int[] items = [RandomNumberGenerator.GetInt32(15), 15 + RandomNumberGenerator.GetInt32(15)];
        var request = _cluster.Requests.Cast(_token, key, items);
        var choices = items.SelectMany(item => new[] { (byte)(item >> 8), (byte)item }).ToArray();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var serving = _cluster.Serving;
            var gateway = serving[RandomNumberGenerator.GetInt32(serving.Count)];
            var (status, body) = await TrySendAsync(gateway, request, inFlight, cancellationToken);
            switch (status)
            {
                case 200:
                    return Read(key, choices, body);
                case 409:
                    return null;
                case 0 or 429 or 503:
                    Unknown += status == 429 ? 0 : 1;
                    Refused += status == 0 ? 0 : 1;
                    await Task.Delay(50 + RandomNumberGenerator.GetInt32(100), cancellationToken);
                    break;
                default:
                    throw new InvalidOperationException($"A ballot was answered with {status}: {body}");
            }
        }
    }

    private Acknowledgement Read(string key, byte[] choices, string body)
    {
        using var json = JsonDocument.Parse(body);
        var receipt = json.RootElement;
        return new Acknowledgement(
            _voter,
            key,
            choices,
            receipt.GetProperty("version").GetInt32(),
            receipt.GetProperty("shard").GetInt32(),
            long.Parse(receipt.GetProperty("sequence").GetString()!, CultureInfo.InvariantCulture));
    }

    private static async Task<(int Status, string Body)> TrySendAsync(
        IPEndPoint gateway, byte[] request, InFlight inFlight, CancellationToken cancellationToken)
    {
        using var connection = new HttpConnection(gateway);
        using var _ = inFlight.One();
        try
        {
            var answer = await connection.SendAsync(request, cancellationToken);
            (answer.Status is not (429 or 503) || answer.HasRetryAfter).ShouldBeTrue("every refusal says when to come again");
            return (answer.Status, Encoding.UTF8.GetString(answer.Body.Span));
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            return (0, "");
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
