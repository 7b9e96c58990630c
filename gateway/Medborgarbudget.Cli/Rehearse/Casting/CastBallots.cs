using Medborgarbudget.Cli.Gateway;

namespace Medborgarbudget.Cli.Rehearse.Casting;

/// <summary>How the casting went.</summary>
/// <param name="Outcomes">By the number of the ballot; earlier runs' acknowledgements included.</param>
/// <param name="CastNow">Ballots acknowledged in this run.</param>
/// <param name="Duration">Time of this run spent on casting, without the exchange of codes for tokens.</param>
internal sealed record CastReport(CastOutcome[] Outcomes, int CastNow, TimeSpan Duration, LatencyHistogram Latencies, string? FirstRefusal);

/// <summary>
/// Casts what is not acknowledged yet. Portion by portion: first all voters of the portion fetch their tokens, then all of them vote, so
/// that no token grows old and the rate measured is that of the ballots alone.
/// </summary>
internal sealed class CastBallots(GatewayConnection gateway, RehearseOptions options, StateFile file, RehearsedElection election, TimeProvider clock)
{
    private const int Portion = 10_000;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromSeconds(30);

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
            await AwaitTokensAsync(file.Codes[left[0]], cancellationToken);
        }

        _settled = _outcomes.Length - left.Length;
        await display.WatchAsync("Casting ballots", _outcomes.Length, () => Interlocked.Read(ref _settled), () => CastAsync(left, cancellationToken));
        return new CastReport(_outcomes, _castNow, _duration, _latencies, _api.FirstRefusal);
    }

    /// <summary>Identity learns by event that the voting has opened.</summary>
    private async Task AwaitTokensAsync(string code, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (await _api.RedeemAsync(code, cancellationToken) is null)
        {
            if (clock.GetElapsedTime(started) > OpeningPatience)
            {
                throw CommandException.Failed($"Exchanging a voting code: {_api.FirstRefusal ?? "the gateway gave no answer."}");
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }

        _api.ForgetRefusals();
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
