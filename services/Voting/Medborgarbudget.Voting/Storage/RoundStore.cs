using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Storage;

/// <summary>Sub-budgets and their rounds.</summary>
internal sealed class RoundStore(VotingDb db)
{
    public async Task<SubBudget?> FindSubBudgetAsync(SubBudgetId id, CancellationToken cancellationToken)
    {
        var row = await db.SubBudgets.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);
        return row?.ToSubBudget();
    }

    public Task<RoundRow?> FindAsync(SubBudgetId id, CancellationToken cancellationToken) =>
        db.Rounds.FirstOrDefaultAsync(row => row.SubBudgetId == id, cancellationToken);

    public Task<RoundRow> ReadAsync(int number, CancellationToken cancellationToken) =>
        db.Rounds.FirstAsync(row => row.Number == number, cancellationToken);

    /// <summary>Keeps a requested freeze, in the place of an earlier request.</summary>
    public void Put(RoundRow? earlier, Round round)
    {
        if (earlier is null)
        {
            earlier = new RoundRow { SubBudgetId = round.Manifest.SubBudgetId, OrganisationId = round.Manifest.OrganisationId };
            db.Rounds.Add(earlier);
        }

        earlier.Take(round);
    }

    /// <summary>Rounds that take ballots or are being closed, with their sub-budgets.</summary>
    public async Task<IReadOnlyList<(RoundRow Round, SubBudget SubBudget)>> ListVotingAsync(CancellationToken cancellationToken)
    {
        var rows = await db.Rounds.AsNoTracking()
            .Where(round => round.State == RoundState.Frozen || round.State == RoundState.Closing)
            .Join(db.SubBudgets.AsNoTracking(), round => round.SubBudgetId, subBudget => subBudget.Id, (round, subBudget) => new { round, subBudget })
            .Where(pair => pair.subBudget.Phase == Phase.Voting || pair.round.State == RoundState.Closing)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(pair => (pair.round, pair.subBudget.ToSubBudget()))];
    }

    /// <summary>Frozen rounds whose log is not ended.</summary>
    public async Task<IReadOnlyList<int>> ListUnfinishedLogsAsync(CancellationToken cancellationToken) => await db.Rounds
        .Where(round => round.State != RoundState.FreezeRequested && round.Closing == null)
        .Select(round => round.Number)
        .ToListAsync(cancellationToken);

    /// <summary>Saves. Errors: request.stale when another person acted at the same time.</summary>
    public async Task<Result<Unit>> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return Result.Ok;
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            // Two closings wrote the same fence: what the other wrote is the same, and ours is read anew.
            db.ChangeTracker.Clear();
            return GeneralErrors.Stale;
        }
    }
}
