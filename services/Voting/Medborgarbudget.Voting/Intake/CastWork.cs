using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Box;
using Medborgarbudget.Voting.Ledger;

namespace Medborgarbudget.Voting.Intake;

/// <summary>A validated ballot on its way, and the caller that waits for it.</summary>
/// <param name="Refusal">Why no new ballot may be taken in, or null; a known key is answered all the same.</param>
internal sealed record CastWork(RoundKey Round, int Shard, Casting Casting, Error? Refusal)
{
    private readonly TaskCompletionSource<Result<LedgerEntry>> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<Result<LedgerEntry>> Outcome => _outcome.Task;

    public bool IsAnswered => _outcome.Task.IsCompleted;

    /// <summary>Tells the caller; only the first answer counts.</summary>
    public void Answer(Result<LedgerEntry> outcome) => _outcome.TrySetResult(outcome);
}
