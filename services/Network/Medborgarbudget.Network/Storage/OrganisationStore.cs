using System.Diagnostics.CodeAnalysis;
using Medborgarbudget.Contracts.Events;
using Medborgarbudget.Kernel;
using Medborgarbudget.Messaging.Storage;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Network.Storage;

/// <summary>Organisations and their applications. Every save of an organisation publishes its new state.</summary>
internal sealed class OrganisationStore(NetworkDb db)
{
    public async Task<Result<Organisation>> Find(OrganisationId id, CancellationToken cancellationToken) =>
        await db.Organisations.FindAsync([id], cancellationToken) is { } row ? row.State : NetworkErrors.OrganisationMissing;

    public async Task<Result<Application>> FindApplication(ApplicationId id, CancellationToken cancellationToken) =>
        await db.Applications.FindAsync([id], cancellationToken) is { } row ? row.State : NetworkErrors.ApplicationMissing;

    /// <summary>By name; equal names by slug, which is unique.</summary>
    [SuppressMessage("Globalization", "CA1309", Justification = "Becomes SQL: the database compares as it orders.")]
    public async Task<Page<Organisation>> List(PageRequest page, CancellationToken cancellationToken)
    {
        var query = db.Organisations.AsNoTracking();
        if (page.After?.Split('\n') is [var name, var slug])
        {
            query = query.Where(row => string.Compare(row.Name, name) > 0 || (row.Name == name && string.Compare(row.Slug, slug) > 0));
        }

        var rows = await query.OrderBy(row => row.Name).ThenBy(row => row.Slug).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<Organisation>.Cut([.. rows.Select(row => row.State)], page.Size, organisation => $"{organisation.Name}\n{organisation.Slug}");
    }

    /// <summary>Newest first; the id is time-ordered.</summary>
    public async Task<Page<Application>> ListApplications(PageRequest page, CancellationToken cancellationToken)
    {
        var rows = await db.Applications.AsNoTracking()
            .Before(row => row.Id, page.After)
            .OrderByDescending(row => row.Id).Take(page.Size + 1)
            .ToListAsync(cancellationToken);
        return Page<Application>.Cut([.. rows.Select(row => row.State)], page.Size, application => application.Id.ToString());
    }

    /// <summary>Errors: slug_taken.</summary>
    public async Task<Result<Organisation>> Add(Organisation organisation, CancellationToken cancellationToken)
    {
        db.Organisations.Add(new OrganisationRow
        {
            Id = organisation.Id,
            Name = organisation.Name,
            Slug = organisation.Slug,
            Version = organisation.Version,
            State = organisation,
        });
        Publish(organisation);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return organisation;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return NetworkErrors.SlugTaken;
        }
    }

    /// <summary>Saves a changed organisation with the application that changed it; <see cref="GeneralErrors.Stale"/> when somebody else was quicker.</summary>
    public async Task<Result<Application>> Save(Organisation organisation, Application application, CancellationToken cancellationToken)
    {
        var row = (await db.Organisations.FindAsync([organisation.Id], cancellationToken))!;
        row.Version = organisation.Version;
        row.State = organisation;
        Publish(organisation);
        await Put(application, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return application;
        }
        catch (DbUpdateConcurrencyException)
        {
            return GeneralErrors.Stale;
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return NetworkErrors.ApplicationOpen;
        }
    }

    private async Task Put(Application application, CancellationToken cancellationToken)
    {
        var isOpen = application.State == MembershipState.Applied;
        if (await db.Applications.FindAsync([application.Id], cancellationToken) is { } row)
        {
            row.IsOpen = isOpen;
            row.State = application;
        }
        else
        {
            db.Applications.Add(new ApplicationRow
            {
                Id = application.Id,
                OrganisationId = application.OrganisationId,
                IsOpen = isOpen,
                State = application,
            });
        }
    }

    private void Publish(Organisation organisation) => db.Publish(new OrganisationChanged(
        organisation.Id.Value,
        organisation.Version,
        organisation.Name,
        organisation.Slug,
        organisation.Kind.ToString(),
        organisation.IsRehearsal,
        organisation.Membership.ToString()));
}
