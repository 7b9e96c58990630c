using System.Security.Cryptography;
using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Cli.Rehearse.Casting;

namespace Medborgarbudget.Cli.Rehearse.Shaped;

/// <summary>
/// Lets the voters come when the shape of the day says, whether or not those before them are done (open loop), as residents do: who comes while the installation
/// is slow waits, and the waiting is counted from the moment when he came. Each exchanges his code for a ballot token and casts one ballot.
/// </summary>
internal sealed class CastByShape(
    GatewayConnection gateway, RehearseOptions options, ShapedDay day, StateFile file, RehearsedElection election, TimeProvider clock)
{
    /// <summary>A voter who starts later than this after his moment was held up by this machine.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    private readonly int[] _classes = election.ClassOfBallots();
    private readonly CastOutcome[] _outcomes = new CastOutcome[election.BallotCount];
    private readonly LatencyHistogram _latencies = new();
    private readonly LatencyHistogram _tokens = new();
    private readonly Timeline _timeline = new(day.Duration, options.Wait + TimeSpan.FromMinutes(1));
    private int _acknowledged;
    private int _settled;
    private int _late;
    private long _started;

    public async Task<CastReport> RunAsync(LiveTable table, CancellationToken cancellationToken)
    {
        var api = new BallotApi(
            new PatientSender(gateway.Http, options.Wait, clock, () => Now.AddSentAgain()), file.State, election.Counted);
        await new TokensOpen(api, clock).AwaitAsync(file.Codes[0], cancellationToken);
        var arrivals = day.Shape.Arrivals(election.BallotCount, day.Duration);
        var order = Enumerable.Range(0, election.BallotCount).ToArray();
        RandomNumberGenerator.Shuffle(order.AsSpan());
        _started = clock.GetTimestamp();
        await table.WatchAsync(Figures, () => ComeAsync(api, arrivals, order, cancellationToken));
        return new CastReport(_outcomes, _acknowledged, clock.GetElapsedTime(_started), _latencies, api.FirstRefusal)
        {
            Day = new ShapedOutcome(day, _timeline, _tokens, _late),
        };
    }

    private TimeSpan Since => clock.GetElapsedTime(_started);

    private Timeline.Interval Now => _timeline.At(Since);

    private async Task ComeAsync(BallotApi api, TimeSpan[] arrivals, int[] order, CancellationToken cancellationToken)
    {
        var voters = new Task[order.Length];
        for (var at = 0; at < order.Length; at++)
        {
            if (arrivals[at] - Since is var ahead && ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, clock, cancellationToken);
            }

            voters[at] = VoteAsync(api, order[at], arrivals[at], cancellationToken);
        }

        await Task.WhenAll(voters);
    }

    private async Task VoteAsync(BallotApi api, int ballot, TimeSpan came, CancellationToken cancellationToken)
    {
        Now.AddCame();
        if (Since - came > Late)
        {
            Interlocked.Increment(ref _late);
        }

        var token = await api.RedeemAsync(file.Codes[ballot], cancellationToken);
        _tokens.Add(Since - came);
        var outcome = token is null
            ? CastOutcome.Refused
            : await api.CastAsync(ballot, _classes[ballot], token, file.Codes[ballot], cancellationToken);
        _outcomes[ballot] = outcome;
        Interlocked.Increment(ref _settled);
        if (outcome is not (CastOutcome.Acknowledged or CastOutcome.AcknowledgedAgain))
        {
            Now.AddFailed();
            return;
        }

        _latencies.Add(Since - came);
        Now.AddAcknowledged(Since - came);
        Interlocked.Increment(ref _acknowledged);
        file.NoteAcknowledged(ballot);
    }

    /// <summary>What the table shows: the last whole interval, and the whole.</summary>
    private LiveFigures Figures()
    {
        var last = _timeline.At(Since - _timeline.Length);
        var seen = _timeline.Seen;
        var came = seen.Sum(interval => interval.Came);
        var seconds = _timeline.Length.TotalSeconds;
        return new LiveFigures(
            Since, day.Duration, election.BallotCount, came, _acknowledged, came - _settled,
            last.Came / seconds, last.Acknowledged / seconds, seen.Sum(interval => interval.SentAgain), last.Latencies.Percentile(0.5), last.Latencies.Percentile(0.99));
    }
}

/// <summary>What is rehearsed beside the election: how voters come, and within which time.</summary>
internal sealed record ShapedDay(ArrivalShape Shape, TimeSpan Duration, FileInfo? Page);

/// <summary>How the day went.</summary>
/// <param name="Tokens">From the moment when a voter came to his ballot token.</param>
/// <param name="Late">Voters whom this machine let begin later than a tenth of a second after their moment: a sign that it was too small for the load.</param>
internal sealed record ShapedOutcome(ShapedDay Day, Timeline Timeline, LatencyHistogram Tokens, int Late);
