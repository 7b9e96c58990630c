using System.Diagnostics;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Medborgarbudget.ServiceDefaults.Errors;
using Medborgarbudget.ServiceDefaults.Hosting;

namespace Medborgarbudget.Gateway.Intake;

/// <summary>
/// Hands ballots to Voting in batches: whatever waits when a call is free goes with it, so nobody is made to wait and the batches grow with
/// the load. The queue is bounded: who does not fit is told to come again.
/// </summary>
internal sealed class BallotGatherer(IConfiguration configuration, GatewayOptions options, IntakeMetrics metrics, ILogger<BallotGatherer> logger) : BackgroundService
{
    /// <summary>Room for the receipts of a batch, some 850 bytes each, so that Voting sends them without waiting for the gateway to have read the first.</summary>
    private const int AnswerWindow = 1 << 20;

    private readonly Channel<GatheredCast> _waiting = Channel.CreateBounded<GatheredCast>(options.IntakeQueued);

    /// <summary>The receipt in JSON, as Voting wrote it. Errors: those of the cast, outcome_unknown, overloaded, unavailable.</summary>
    public async ValueTask<Result<ByteString>> CastAsync(GatheredBallot ballot)
    {
        var started = Stopwatch.GetTimestamp();
        var cast = new GatheredCast(ballot);
        var outcome = _waiting.Writer.TryWrite(cast) ? await cast.Outcome : IntakeErrors.Overloaded;
        metrics.Answered(started, outcome.Succeeded(out _, out var error) ? null : error);
        return outcome;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Watch(() => _waiting.Reader.Count);
        if (ServiceAddress.Find(configuration, "Voting") is not { } address)
        {
            await RefuseAsync(stoppingToken);
            return;
        }

        using var channel = address.OpenChannel(window: AnswerWindow);
        var voting = new BallotIntakeService.BallotIntakeServiceClient(channel);
        await Task.WhenAll(Enumerable.Range(0, options.IntakeCalls).Select(_ => CarryAsync(voting, stoppingToken)));
    }

    private async Task CarryAsync(BallotIntakeService.BallotIntakeServiceClient voting, CancellationToken stoppingToken)
    {
        var casts = new List<GatheredCast>(options.IntakeBatch);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            casts.Clear();
            while (casts.Count < options.IntakeBatch && _waiting.Reader.TryRead(out var cast))
            {
                casts.Add(cast);
            }

            await CarryAsync(voting, casts, stoppingToken);
        }
    }

    private async Task CarryAsync(
        BallotIntakeService.BallotIntakeServiceClient voting, List<GatheredCast> casts, CancellationToken stoppingToken)
    {
        try
        {
            var request = new CastBallotsRequest();
            casts.ForEach(cast => request.Ballots.Add(cast.Ballot));

            // gRPC deadlines are kept by the machine's own clock, whatever clock the installation runs on.
            var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(options.TimeoutSeconds);
            var response = await voting.CastBallotsAsync(request, deadline: deadline, cancellationToken: stoppingToken);
            for (var i = 0; i < casts.Count && i < response.Outcomes.Count; i++)
            {
                casts[i].Answer(Read(response.Outcomes[i]));
            }
        }
        catch (RpcException exception)
        {
            logger.LogWarning("Voting did not answer for {Count} ballots ({Status})", casts.Count, exception.StatusCode);
        }
        finally
        {
            // The call may have got through: only the same key, sent again, can tell.
            casts.ForEach(cast => cast.Answer(IntakeErrors.OutcomeUnknown));
        }
    }

    private static Result<ByteString> Read(GatheredOutcome outcome)
    {
        if (outcome.Refusal is { } refusal)
        {
            return refusal.ToError();
        }

        return outcome.Receipt.IsEmpty ? IntakeErrors.OutcomeUnknown : outcome.Receipt;
    }

    private async Task RefuseAsync(CancellationToken stoppingToken)
    {
        await foreach (var cast in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            cast.Answer(GeneralErrors.Unavailable);
        }
    }

    private sealed class GatheredCast(GatheredBallot ballot)
    {
        // The answer is written by whoever carried the ballot: to hand each over to another thread costs more than to write it.
        private readonly TaskCompletionSource<Result<ByteString>> _outcome = new();

        public GatheredBallot Ballot => ballot;

        public Task<Result<ByteString>> Outcome => _outcome.Task;

        /// <summary>Only the first answer counts.</summary>
        public void Answer(Result<ByteString> outcome) => _outcome.TrySetResult(outcome);
    }
}
