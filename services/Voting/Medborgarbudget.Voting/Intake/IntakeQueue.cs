using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Where validated ballots wait for the next batch. Bounded: who does not fit is told to come again.</summary>
internal sealed class IntakeQueue(IOptions<VotingOptions> options, TimeProvider clock)
{
    private readonly Channel<CastWork> _waiting = Channel.CreateBounded<CastWork>(options.Value.QueueLength);

    public ChannelReader<CastWork> Waiting => _waiting.Reader;

    /// <summary>
    /// Returns when every ballot of the group is answered. Errors, by ballot: those of the cast, overloaded, outcome_unknown.
    /// </summary>
    public async Task CastAsync(CastGroup group, IReadOnlyList<CastWork> works, CancellationToken cancellationToken)
    {
        foreach (var work in works)
        {
            if (!work.IsAnswered && !_waiting.Writer.TryWrite(work))
            {
                work.Answer(VotingErrors.Overloaded);
            }
        }

        try
        {
            await group.Answered.WaitAsync(TimeSpan.FromSeconds(options.Value.AnswerPatienceSeconds), clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            foreach (var work in works)
            {
                work.Answer(VotingErrors.OutcomeUnknown);
            }
        }
    }
}
