using System.Globalization;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.FollowUp.Storage;

/// <summary>Measures with their reports, and the decisions that they come from. The order of a measure and every save that changes its state are published.</summary>
internal sealed class MeasureStore(FollowUpDb db)
{
    /// <summary>Reports that are shown of a measure.</summary>
    private const int NewestUpdates = 100;

    public async Task<Result<Measure>> Find(MeasureId id, CancellationToken cancellationToken) =>
        await db.Measures.FindAsync([id], cancellationToken) is { } row ? row.State : FollowUpErrors.MeasureMissing;

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ProgressUpdate>> UpdatesOf(MeasureId id, CancellationToken cancellationToken) =>
        await db.Updates.AsNoTracking()
            .Where(update => update.MeasureId == id)
            .OrderByDescending(update => update.Number).Take(NewestUpdates)
            .ToListAsync(cancellationToken);

    public async Task<AdjustedDecision?> FindDecision(SubBudgetId id, CancellationToken cancellationToken) =>
        (await db.Decisions.FindAsync([id], cancellationToken))?.State;

    public Task<int> CountOpen(SubBudgetId id, CancellationToken cancellationToken) =>
        db.Measures.CountAsync(row => row.SubBudgetId == id && !row.IsDone, cancellationToken);

    /// <summary>By the proposals' numbers.</summary>
    public async Task<Page<Measure>> List(SubBudgetId subBudget, PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.AfterNumber;
        var rows = await db.Measures.AsNoTracking()
            .Where(row => row.SubBudgetId == subBudget && row.Position > after)
            .OrderBy(row => row.Position).Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        var cut = Page<MeasureRow>.Cut(rows, page.Size, row => row.Position.ToString(CultureInfo.InvariantCulture));
        return new Page<Measure>([.. cut.Rows.Select(row => row.State)], cut.NextToken);
    }

    /// <summary>Adds an ordered measure, to be saved with what ordered it.</summary>
    /// <param name="position">Among the measures of its sub-budget, from 1.</param>
    public void Add(Measure ordered, int position)
    {
        db.Measures.Add(new MeasureRow
        {
            Id = ordered.Id,
            ProposalId = ordered.ProposalId,
            SubBudgetId = ordered.SubBudgetId,
            Position = position,
            IsDone = false,
            Version = ordered.Version,
            State = ordered,
        });
        db.Publish(Changed(ordered));
    }

    /// <summary>Saves a changed measure with the report that changed it, if any; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Measure>> Save(Measure changed, ProgressUpdate? update, CancellationToken cancellationToken)
    {
        var row = (await db.Measures.FindAsync([changed.Id], cancellationToken))!;
        if (changed.State != row.State.State)
        {
            db.Publish(Changed(changed));
        }

        row.IsDone = changed.State.IsDone();
        row.Version = changed.Version;
        row.State = changed;
        if (update is not null)
        {
            db.Updates.Add(update);
        }

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

    private static MeasureChanged Changed(Measure measure) => new(
        measure.Id.Value,
        measure.ProposalId.Value,
        measure.SubBudgetId.Value,
        measure.OrganisationId.Value,
        measure.Version,
        measure.Number,
        measure.Title,
        measure.State.ToString(),
        measure.DecidedCost.Ore,
        measure.CostSoFar.Ore);
}
