using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Budgets.Storage;

/// <summary>What a list of sub-budgets is narrowed to; null = all.</summary>
internal sealed record SubBudgetFilter(OrganisationId? Organisation, EditionId? Edition, Phase? Phase);

/// <summary>Why a sub-budget changed, for its history.</summary>
/// <param name="Name">Empty for a plain step.</param>
internal sealed record Act(string Name, string Reason, PersonId? By);

/// <summary>Sub-budgets with their history. Every save publishes the new state.</summary>
internal sealed class SubBudgetStore(BudgetDb db, TimeProvider clock)
{
    public async Task<Result<SubBudget>> Find(SubBudgetId id, CancellationToken cancellationToken) =>
        await db.SubBudgets.FindAsync([id], cancellationToken) is { } row ? row.State : BudgetErrors.SubBudgetMissing;

    /// <summary>Newest first; the id is time-ordered.</summary>
    public async Task<Page<SubBudget>> List(SubBudgetFilter filter, PageRequest page, CancellationToken cancellationToken)
    {
        var query = db.SubBudgets.AsNoTracking()
            .Where(row => filter.Organisation == null || row.OrganisationId == filter.Organisation)
            .Where(row => filter.Edition == null || row.EditionId == filter.Edition)
            .Where(row => filter.Phase == null || row.Phase == filter.Phase);
        var rows = await query.Before(row => row.Id, page.After).OrderByDescending(row => row.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<SubBudget>.Cut([.. rows.Select(row => row.State)], page.Size, subBudget => subBudget.Id.ToString());
    }

    public async Task<IReadOnlyList<SubBudget>> OfEdition(EditionId edition, CancellationToken cancellationToken) =>
        await db.SubBudgets.AsNoTracking().Where(row => row.EditionId == edition).Select(row => row.State).ToListAsync(cancellationToken);

    /// <summary>Those whose window in one of the phases was over at the given time.</summary>
    public async Task<IReadOnlyList<SubBudget>> WithWindowOver(
        IReadOnlyCollection<Phase> phases, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.SubBudgets.AsNoTracking()
            .Where(row => phases.Contains(row.Phase) && row.WindowCloses != null && row.WindowCloses <= now)
            .OrderBy(row => row.WindowCloses).Take(100)
            .Select(row => row.State).ToListAsync(cancellationToken);

    public async Task<IReadOnlyList<PhaseChangeRow>> History(SubBudgetId id, CancellationToken cancellationToken) =>
        await db.PhaseChanges.AsNoTracking().Where(row => row.SubBudgetId == id).OrderBy(row => row.Id).ToListAsync(cancellationToken);

    public async Task Add(SubBudget subBudget, CancellationToken cancellationToken)
    {
        db.SubBudgets.Add(new SubBudgetRow
        {
            Id = subBudget.Id,
            EditionId = subBudget.EditionId,
            OrganisationId = subBudget.OrganisationId,
            Phase = subBudget.Phase,
            WindowCloses = WindowCloses(subBudget),
            Version = subBudget.Version,
            State = subBudget,
        });
        db.Publish(SubBudgetEvent.Of(subBudget));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Saves a changed sub-budget; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<SubBudget>> Save(SubBudget subBudget, Act? act, CancellationToken cancellationToken)
    {
        var row = (await db.SubBudgets.FindAsync([subBudget.Id], cancellationToken))!;
        if (act is not null)
        {
            db.PhaseChanges.Add(new PhaseChangeRow
            {
                SubBudgetId = subBudget.Id,
                From = row.Phase,
                To = subBudget.Phase,
                Act = act.Name,
                Reason = act.Reason,
                By = act.By,
                At = clock.GetUtcNow(),
            });
        }

        row.Phase = subBudget.Phase;
        row.WindowCloses = WindowCloses(subBudget);
        row.Version = subBudget.Version;
        row.State = subBudget;
        db.Publish(SubBudgetEvent.Of(subBudget));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return subBudget;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
    }

    private static DateTimeOffset? WindowCloses(SubBudget subBudget) =>
        Phases.WindowOf(subBudget.Phase) is { } window && subBudget is { Paused: false, Aborted: false, Rehearsal: false }
            ? subBudget.Plan.Calendar.Closes(window)
            : null;
}
