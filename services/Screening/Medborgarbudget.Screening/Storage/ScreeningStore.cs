using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Screenings.Storage;

/// <summary>A screening with the sub-budget it belongs to.</summary>
internal sealed record Found(Screening Screening, SubBudget SubBudget);

/// <summary>Screenings of the proposals that are neither hidden nor withdrawn. A newly accepted outcome is published with its save.</summary>
internal sealed class ScreeningStore(ScreeningDb db)
{
    private const int MostAttempts = 5;

    public async Task<Result<SubBudget>> FindSubBudget(SubBudgetId id, CancellationToken cancellationToken) =>
        await db.SubBudgets.FindAsync([id], cancellationToken) is { } row ? row.State : ScreeningErrors.SubBudgetMissing;

    public async Task<Result<Found>> Find(ProposalId id, CancellationToken cancellationToken)
    {
        var found = await (
            from row in db.Screenings
            join subBudget in db.SubBudgets on row.SubBudgetId equals subBudget.Id
            where row.ProposalId == id && !row.IsDropped
            select new { row, subBudget }).SingleOrDefaultAsync(cancellationToken);
        return found is null ? ScreeningErrors.Missing : new Found(found.row.State, found.subBudget.State);
    }

    /// <summary>In the order of the proposals' numbers.</summary>
    public async Task<Page<Screening>> List(SubBudgetId subBudget, PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.AfterNumber;
        var screenings = await Of(subBudget).Where(row => row.Number > after).OrderBy(row => row.Number)
            .Take(page.Size + 1).Select(row => row.State).ToListAsync(cancellationToken);
        return Page<Screening>.Cut(screenings, page.Size, screening => $"{screening.Proposal.Number}");
    }

    public async Task<IReadOnlyList<Screening>> ListFeasible(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        await Of(subBudget).Where(row => row.IsFeasible).OrderBy(row => row.Number).Select(row => row.State).ToListAsync(cancellationToken);

    /// <summary>What is left of a sub-budget's screenings.</summary>
    public async Task<Remaining> ReadRemaining(SubBudgetId subBudget, CancellationToken cancellationToken) => new(
        await Of(subBudget).CountAsync(row => row.Progress == ScreeningState.Open || row.Progress == ScreeningState.Assessed, cancellationToken),
        await Of(subBudget).CountAsync(row => row.Progress == ScreeningState.ReviewRequested, cancellationToken));

    /// <summary>Saves a screening that was found and has changed; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Screening>> Change(Screening changed, CancellationToken cancellationToken)
    {
        var row = db.Screenings.Local.Single(row => row.ProposalId == changed.Proposal.Id);
        if (ReferenceEquals(row.State, changed))
        {
            return changed;
        }

        if (changed.State is ScreeningState.Accepted && row.Progress is not ScreeningState.Accepted)
        {
            db.Publish(Event(changed));
        }

        row.Take(changed);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return changed;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
    }

    /// <summary>
    /// Decides and saves; where another service's event has changed the row meanwhile, reads it anew and decides again. For calls that
    /// depend on no version their caller has seen; accepting does, since the second person answers for what she read.
    /// </summary>
    public async Task<Result<Screening>> Decide(Found found, Func<Found, Result<Screening>> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (!decide(found).Succeeded(out var changed, out var refused))
            {
                return refused;
            }

            var saved = await Change(changed, cancellationToken);
            if (saved.Error != GeneralErrors.Stale || attempt == MostAttempts)
            {
                return saved;
            }

            db.ChangeTracker.Clear();
            if (!(await Find(changed.Proposal.Id, cancellationToken)).Succeeded(out var newer, out var missing))
            {
                return missing;
            }

            found = newer;
        }
    }

    private static ScreeningAccepted Event(Screening screening) => new(
        screening.Proposal.Id.Value,
        screening.Proposal.SubBudgetId.Value,
        screening.Proposal.OrganisationId.Value,
        screening.Version,
        screening.Assessment!.Feasibility.ToString(),
        screening.Assessment.Cost.Ore,
        screening.Assessment.Reason);

    private IQueryable<ScreeningRow> Of(SubBudgetId subBudget) =>
        db.Screenings.AsNoTracking().Where(row => row.SubBudgetId == subBudget && !row.IsDropped);
}
