using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Medborgarbudget.BallotLoad;

/// <summary>What a load came to.</summary>
/// <param name="Accepting">From the beginning to the last answer that accepted: a refusal that is told late takes nothing from what was taken in.</param>
/// <param name="Answers">By status.</param>
/// <param name="Broken">Requests whose connection broke before the answer.</param>
/// <param name="Refused">429 and 503; <paramref name="RefusedRightly"/> of them with a time to come again.</param>
/// <param name="Latencies">Of the accepted, in microseconds, sorted.</param>
public sealed record LoadReport(TimeSpan Took, TimeSpan Accepting, IReadOnlyDictionary<int, int> Answers, int Broken, int Refused, int RefusedRightly, int[] Latencies)
{
    public int Accepted => Answers.GetValueOrDefault(200);

    public double AcceptedPerSecond => Accepted == 0 ? 0 : Accepted / Accepting.TotalSeconds;

    /// <summary>Microseconds that a share of the accepted stayed under.</summary>
    public int Percentile(double share) => Latencies.Length == 0 ? 0 : Latencies[Math.Min(Latencies.Length - 1, (int)(share * Latencies.Length))];
}

/// <summary>
/// Sends prepared requests over many connections at once. Bounded in number and in time, and only ever to loopback. The connections are kept
/// until it is disposed, so that of several loads only the first measures their opening. One load at a time.
/// </summary>
public sealed class Load(IPEndPoint server, int connections) : IDisposable
{
    private readonly HttpConnection[] _connections = [.. Enumerable.Range(0, connections).Select(_ => new HttpConnection(server))];

    /// <summary>
    /// Open loop: requests are due at a steady rate whatever becomes of those before. Each connection sends its next one when it is due, or
    /// as soon as it has its answer; what is not sent when the time is over is left.
    /// </summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="length">How long requests are due.</param>
    public Task<LoadReport> ArriveAsync(IReadOnlyList<byte[]> requests, double rate, TimeSpan length, CancellationToken cancellationToken) =>
        ArriveAsync(
            [.. requests.Take((int)(rate * length.TotalSeconds))], at => TimeSpan.FromSeconds(at / rate), length, cancellationToken);

    /// <summary>The same with requests that are due as given.</summary>
    /// <param name="due">By the number of the request, rising, from the beginning.</param>
    /// <param name="most">What is not sent by then is left.</param>
    /// <param name="answered">Called with the number of the request and its answer.</param>
    public Task<LoadReport> ArriveAsync(
        IReadOnlyList<byte[]> requests, Func<int, TimeSpan> due, TimeSpan most, CancellationToken cancellationToken, Action<int, HttpAnswer>? answered = null)
    {
        var begun = Stopwatch.GetTimestamp();
        return SendAsync(requests, most, answered, at => due(at) - Stopwatch.GetElapsedTime(begun), cancellationToken);
    }

    /// <summary>Closed loop: each connection sends its next request when it has its answer, until the requests or the time run out.</summary>
    /// <param name="answered">Called with the number of the request and its answer.</param>
    public Task<LoadReport> RunAsync(
        IReadOnlyList<byte[]> requests, TimeSpan most, CancellationToken cancellationToken, Action<int, HttpAnswer>? answered = null) =>
        SendAsync(requests, most, answered, due: null, cancellationToken);

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private async Task<LoadReport> SendAsync(
        IReadOnlyList<byte[]> requests, TimeSpan most, Action<int, HttpAnswer>? answered, Func<int, TimeSpan>? due, CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(server.Address))
        {
            throw new InvalidOperationException("Load goes to loopback only.");
        }

        var next = -1;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(most);
        var begun = Stopwatch.GetTimestamp();
        var tally = new LoadTally(begun);
        await Task.WhenAll(_connections.Select(connection => Task.Run(() => SendAsync(connection), CancellationToken.None)));
        cancellationToken.ThrowIfCancellationRequested();
        return tally.Report();

        async Task SendAsync(HttpConnection connection)
        {
            for (int at; (at = Interlocked.Increment(ref next)) < requests.Count && !limit.IsCancellationRequested;)
            {
                if (due?.Invoke(at) is { } early && early > TimeSpan.Zero)
                {
                    await Task.Delay(early, CancellationToken.None);
                }

                var sent = Stopwatch.GetTimestamp();
                try
                {
                    var answer = await connection.SendAsync(requests[at], CancellationToken.None);
                    tally.Add(answer, Stopwatch.GetElapsedTime(sent));
                    answered?.Invoke(at, answer);
                }
                catch (Exception exception) when (exception is IOException or SocketException)
                {
                    tally.Broke();
                }
            }
        }
    }
}

/// <summary>Gathers what came of requests, from many threads.</summary>
internal sealed class LoadTally(long begun)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, int> _answers = [];
    private readonly List<int> _latencies = [];
    private int _broken;
    private int _refused;
    private int _refusedRightly;
    private TimeSpan _accepting;

    public void Add(HttpAnswer answer, TimeSpan took)
    {
        lock (_lock)
        {
            _answers[answer.Status] = _answers.GetValueOrDefault(answer.Status) + 1;
            if (answer.Status == 200)
            {
                _latencies.Add((int)took.TotalMicroseconds);
                _accepting = Stopwatch.GetElapsedTime(begun);
            }
            else if (answer.Status is 429 or 503)
            {
                _refused++;
                _refusedRightly += answer.HasRetryAfter ? 1 : 0;
            }
        }
    }

    public void Broke() => Interlocked.Increment(ref _broken);

    public LoadReport Report()
    {
        int[] sorted = [.. _latencies.Order()];
        return new LoadReport(Stopwatch.GetElapsedTime(begun), _accepting, _answers, _broken, _refused, _refusedRightly, sorted);
    }
}
