using System.Threading.Channels;
using Microsoft.Extensions.Options;

namespace Medborgarbudget.Voting.Intake;

/// <summary>
/// Where validated ballots wait for the next batch: one line for each worker, and every shard in one of them, so that a batch goes to few
/// shards with many ballots each. Bounded: who does not fit is told to come again.
/// </summary>
internal sealed class IntakeQueue(IOptions<VotingOptions> options, TimeProvider clock)
{
    private readonly Channel<CastWork>[] _lines =
        [.. Enumerable.Range(0, options.Value.Workers).Select(_ => Channel.CreateBounded<CastWork>(Math.Max(1, options.Value.QueueLength / options.Value.Workers)))];

    /// <summary>How many wait.</summary>
    public int Count => _lines.Sum(line => line.Reader.Count);

    /// <summary>What waits for one of the workers.</summary>
    public ChannelReader<CastWork> Waiting(int worker) => _lines[worker].Reader;

    /// <summary>
    /// Returns when every ballot of the group is answered. Errors, by ballot: those of the cast, overloaded, outcome_unknown.
    /// </summary>
    public async Task CastAsync(CastGroup group, IReadOnlyList<CastWork> works, CancellationToken cancellationToken)
    {
        foreach (var work in works)
        {
            if (!work.IsAnswered && !_lines[work.Shard % _lines.Length].Writer.TryWrite(work))
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
