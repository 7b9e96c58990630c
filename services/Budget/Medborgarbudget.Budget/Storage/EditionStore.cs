using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Budgets.Storage;

/// <summary>Editions, and the organisations they belong to.</summary>
internal sealed class EditionStore(BudgetDb db)
{
    public Task<OrganisationRow?> FindOrganisation(OrganisationId id, CancellationToken cancellationToken) =>
        db.Organisations.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    public async Task<Result<Edition>> Find(EditionId id, CancellationToken cancellationToken) =>
        await db.Editions.FindAsync([id], cancellationToken) is { } row ? row.State : BudgetErrors.EditionMissing;

    /// <summary>Newest first; the id is time-ordered.</summary>
    public async Task<Page<Edition>> List(OrganisationId? organisation, PageRequest page, CancellationToken cancellationToken)
    {
        var query = db.Editions.AsNoTracking().Where(row => organisation == null || row.OrganisationId == organisation);
        var rows = await query.Before(row => row.Id, page.After).OrderByDescending(row => row.Id).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<Edition>.Cut([.. rows.Select(row => row.State)], page.Size, edition => edition.Id.ToString());
    }

    public async Task Add(Edition edition, CancellationToken cancellationToken)
    {
        db.Editions.Add(new EditionRow { Id = edition.Id, OrganisationId = edition.OrganisationId, Version = edition.Version, State = edition });
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Saves a changed edition; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Edition>> Save(Edition edition, CancellationToken cancellationToken)
    {
        var row = (await db.Editions.FindAsync([edition.Id], cancellationToken))!;
        if (edition.Closed && !row.State.Closed)
        {
            db.Publish(new EditionClosed(edition.Id.Value, edition.OrganisationId.Value, edition.Name, edition.Year));
        }

        row.State = edition;
        row.Version = edition.Version;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return edition;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
    }
}
