using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using Google.Protobuf;
using Medborgarbudget.Contracts.Voting.V1;
using Medborgarbudget.Kernel;
using Microsoft.AspNetCore.Connections;

namespace Medborgarbudget.Gateway.Intake.Plain;

/// <summary>
/// What the server reads of one connection. Where a request begins, plain ballots are taken out of it, cast and answered with their receipt right here; what follows
/// is the server's, untouched, until it says that a request begins again. A ballot that is not acknowledged is the server's too, with what is known of it.
/// </summary>
internal sealed class BallotConnection(ConnectionContext connection, PlainIntake intake) : PipeReader, IDuplexPipe
{
    /// <summary>How long an answer waits for a client that does not read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PipeReader _input = connection.Transport.Input;
    private readonly PipeWriter _output = connection.Transport.Output;
    private bool _beginsRequest = true;
    private GatheredBallot? _refused;
    private Error? _refusal;

    PipeReader IDuplexPipe.Input => this;

    PipeWriter IDuplexPipe.Output => _output;

    /// <summary>What the server reads next is the first byte of a request: nothing of the one before is left to be read.</summary>
    public void BeginRequest() => _beginsRequest = true;

    /// <summary>Tells, once, why this ballot was not acknowledged when it was cast here.</summary>
    public bool TryTakeRefusal(GatheredBallot ballot, [NotNullWhen(true)] out Error? refusal)
    {
        refusal = ballot.Equals(_refused) ? _refusal : null;
        (_refused, _refusal) = (null, null);
        return refusal is not null;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (!_beginsRequest)
        {
            return _input.ReadAsync(cancellationToken);
        }

        (_beginsRequest, _refused, _refusal) = (false, null, null);
        return ReadBeyondBallotsAsync(cancellationToken);
    }

    public override bool TryRead(out ReadResult result)
    {
        _beginsRequest = false;
        return _input.TryRead(out result);
    }

    public override void AdvanceTo(SequencePosition consumed) => _input.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _input.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _input.CompleteAsync(exception);

    private async ValueTask<ReadResult> ReadBeyondBallotsAsync(CancellationToken cancellationToken)
    {
        var began = Environment.TickCount64;
        while (true)
        {
            // Cancelled is what the server does when it wants no further request.
            var read = await _input.ReadAsync(cancellationToken);
            if (read.IsCanceled || MustShow(began) || intake.Read(read.Buffer.FirstSpan, out var length) is not { } ballot)
            {
                return read;
            }

            if (!(await intake.CastAsync(ballot)).Succeeded(out var receipt, out var error))
            {
                (_refused, _refusal) = (ballot, error);
                return read;
            }

            _input.AdvanceTo(read.Buffer.GetPosition(length, read.Buffer.Start));
            await AnswerAsync(receipt);
        }
    }

    /// <summary>The server counts how long no request has come, and knows of none of those above: now and then one has to go its way, or it gives up the connection.</summary>
    private bool MustShow(long began) => Environment.TickCount64 - began > intake.ShownEvery.TotalMilliseconds;

    private async ValueTask AnswerAsync(ByteString receipt)
    {
        PlainReceipt.Write(_output, receipt.Span);
        var flush = _output.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            await flush;
            return;
        }

        try
        {
            await flush.AsTask().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            connection.Abort(new ConnectionAbortedException("The client does not read its answers."));
        }
    }
}
