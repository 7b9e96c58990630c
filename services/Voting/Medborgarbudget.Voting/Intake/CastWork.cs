using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;

namespace Medborgarbudget.Voting.Intake;

/// <summary>Ballots that came in one call and are waited for together.</summary>
internal sealed class CastGroup
{
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public CastGroup(int count)
    {
        _waiting = count;
        if (count == 0)
        {
            _answered.SetResult();
        }
    }

    /// <summary>Completes when every ballot of the group has its answer.</summary>
    public Task Answered => _answered.Task;

    public void AnswerOne()
    {
        if (Interlocked.Decrement(ref _waiting) == 0)
        {
            _answered.SetResult();
        }
    }
}

/// <summary>A validated ballot on its way.</summary>
/// <param name="Refusal">Why no new ballot may be taken in, or null; a known key is answered all the same.</param>
internal sealed record CastWork(RoundKey Round, int Shard, Casting Casting, Error? Refusal, CastGroup Group)
{
    private object? _outcome;

    /// <summary>Read when the group is answered.</summary>
    public Result<LedgerEntry> Outcome => Volatile.Read(ref _outcome) switch
    {
        LedgerEntry entry => entry,
        Error error => error,
        _ => VotingErrors.OutcomeUnknown,
    };

    public bool IsAnswered => Volatile.Read(ref _outcome) is not null;

    /// <summary>Tells the caller; only the first answer counts.</summary>
    public void Answer(Result<LedgerEntry> outcome)
    {
        object answer = outcome.Succeeded(out var entry, out var error) ? entry : error;
        if (Interlocked.CompareExchange(ref _outcome, answer, null) is null)
        {
            Group.AnswerOne();
        }
    }
}
