using Medborgarbudget.Cli.Gateway;
using Medborgarbudget.Cli.Rehearse.Shaped;

namespace Medborgarbudget.Cli.Rehearse.Casting;

/// <summary>How the casting went.</summary>
/// <param name="Outcomes">By the number of the ballot; earlier runs' acknowledgements included.</param>
/// <param name="CastNow">Ballots acknowledged in this run.</param>
/// <param name="Duration">Time of this run spent on casting, without the exchange of codes for tokens.</param>
internal sealed record CastReport(CastOutcome[] Outcomes, int CastNow, TimeSpan Duration, LatencyHistogram Latencies, string? FirstRefusal)
{
    /// <summary>Null where voters did not come by the shape of a day.</summary>
    public ShapedOutcome? Day { get; init; }
}

/// <summary>
/// Casts what is not acknowledged yet. Portion by portion: first all voters of the portion fetch their tokens, then all of them vote, so
/// that no token grows old and the rate measured is that of the ballots alone.
/// </summary>
internal sealed class CastBallots(GatewayConnection gateway, RehearseOptions options, StateFile file, RehearsedElection election, TimeProvider clock)
{
    private const int Portion = 10_000;

    private readonly BallotApi _api = new(new PatientSender(gateway.Http, options.Wait, clock), file.State, election.Counted);
    private readonly int[] _classes = election.ClassOfBallots();
    private readonly CastOutcome[] _outcomes = [.. file.IsAcknowledged.Select(isAcknowledged => isAcknowledged ? CastOutcome.Acknowledged : CastOutcome.Unknown)];
    private readonly LatencyHistogram _latencies = new();
    private long _settled;
    private int _castNow;
    private TimeSpan _duration;

    /// <param name="isOpen">False when an earlier run has closed the voting: then nothing more can be cast.</param>
    public async Task<CastReport> RunAsync(bool isOpen, Display display, CancellationToken cancellationToken)
    {
        int[] left = isOpen ? [.. Enumerable.Range(0, _outcomes.Length).Where(ballot => !file.IsAcknowledged[ballot])] : [];
        if (left.Length > 0)
        {
            await new TokensOpen(_api, clock).AwaitAsync(file.Codes[left[0]], cancellationToken);
        }

        _settled = _outcomes.Length - left.Length;
        await display.WatchAsync("Casting ballots", _outcomes.Length, () => Interlocked.Read(ref _settled), () => CastAsync(left, cancellationToken));
        return new CastReport(_outcomes, _castNow, _duration, _latencies, _api.FirstRefusal);
    }

    private async Task CastAsync(int[] left, CancellationToken cancellationToken)
    {
        foreach (var portion in left.Chunk(Portion))
        {
            var tokens = new string?[portion.Length];
            await Together(portion.Length, async (place, token) => tokens[place] = await _api.RedeemAsync(file.Codes[portion[place]], token), cancellationToken);
            var started = clock.GetTimestamp();
            await Together(portion.Length, (place, token) => CastAsync(portion[place], tokens[place], token), cancellationToken);
            _duration += clock.GetElapsedTime(started);
        }
    }

    private async ValueTask CastAsync(int ballot, string? token, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var outcome = token is null
            ? CastOutcome.Refused
            : await _api.CastAsync(ballot, _classes[ballot], token, file.Codes[ballot], cancellationToken);
        _outcomes[ballot] = outcome;
        if (outcome is CastOutcome.Acknowledged or CastOutcome.AcknowledgedAgain)
        {
            _latencies.Add(clock.GetElapsedTime(started));
            Interlocked.Increment(ref _castNow);
            file.NoteAcknowledged(ballot);
        }

        Interlocked.Increment(ref _settled);
    }

    private Task Together(int count, Func<int, CancellationToken, ValueTask> body, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken }, body);
}
