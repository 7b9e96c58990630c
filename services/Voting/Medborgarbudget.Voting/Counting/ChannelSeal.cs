using Google.Protobuf;
using Medborgarbudget.Kernel;
using Medborgarbudget.Voting.Paper;
using Medborgarbudget.Voting.Storage;

namespace Medborgarbudget.Voting.Counting;

/// <summary>
/// What the first count of a round takes for granted and every later one goes by: that the paper is read and balances with the officers' marks,
/// and whose ballot in the box is annulled since a paper card stands.
/// </summary>
internal sealed class ChannelSeal(OfficersMarks officers, PaperStore papers, LedgerReader ledger)
{
    /// <summary>
    /// Prepares it, unless it is there; kept with what is saved next. Errors: paper_unfinished, paper_missing, paper_over_marks, those of Identity.
    /// </summary>
    public async Task<Result<Unit>> SealAsync(RoundRow round, CancellationToken cancellationToken)
    {
        if (await papers.FindMarksAsync(round.Number, cancellationToken) is not null)
        {
            return Result.Ok;
        }

        if (await papers.HasOpenBatchAsync(round.SubBudgetId, cancellationToken))
        {
            return VotingErrors.PaperUnfinished;
        }

        if (!(await officers.ReadAsync(round.SubBudgetId, cancellationToken)).Succeeded(out var read, out var error))
        {
            return error;
        }

        var tallies = await papers.ListTalliesAsync(round.SubBudgetId, round.Number, cancellationToken);
        if (PaperTally.Check(tallies, read.Places) is { IsError: true } refused)
        {
            return refused;
        }

        // With the round: no batch can be opened at the same time.
        round.Revision++;
        var annulled = await ledger.FindVotersAsync(round.Number, read.PaperVoters, cancellationToken);
        papers.Add(
            new ChannelMarksRow { Round = round.Number, Marks = read.Marks.ToByteArray() },
            annulled.Select(voter => new AnnulmentRow { Round = round.Number, Voter = voter }));
        return Result.Ok;
    }
}
