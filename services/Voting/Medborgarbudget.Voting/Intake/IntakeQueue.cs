using System.Threading.Channels;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Ledger;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Where validated ballots wait for the next batch. Bounded: who does not fit is told to come again.</summary>
internal sealed class IntakeQueue(IOptions<VotingOptions> options, TimeProvider clock)
{
    private readonly Channel<CastWork> _waiting = Channel.CreateBounded<CastWork>(options.Value.QueueLength);

    public ChannelReader<CastWork> Waiting => _waiting.Reader;

    /// <summary>Waits for the outcome. Errors: those of the cast, overloaded, outcome_unknown.</summary>
    public async Task<Result<LedgerEntry>> CastAsync(CastWork work, CancellationToken cancellationToken)
    {
        if (!_waiting.Writer.TryWrite(work))
        {
            return VotingErrors.Overloaded;
        }

        try
        {
            return await work.Outcome.WaitAsync(TimeSpan.FromSeconds(options.Value.AnswerPatienceSeconds), clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return VotingErrors.OutcomeUnknown;
        }
    }
}
