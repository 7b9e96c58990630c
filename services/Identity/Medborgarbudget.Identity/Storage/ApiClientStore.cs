using System.Globalization;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Third-party clients, and what people have agreed to with them.</summary>
internal sealed class ApiClientStore(IdentityDb db)
{
    public Task<ApiClient?> FindAsync(ApiClientId id, CancellationToken cancellationToken) =>
        db.ApiClients.AsNoTracking().FirstOrDefaultAsync(client => client.Id == id, cancellationToken);

    public Task<int> CountAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        db.ApiClients.CountAsync(client => client.OrganisationId == organisation && client.State != ApiClientState.Removed, cancellationToken);

    /// <summary>Clients of an organisation, oldest first. None is ever deleted, so a number of rows to skip is a stable place.</summary>
    public async Task<Page<ApiClient>> ListAsync(OrganisationId organisation, PageRequest page, CancellationToken cancellationToken)
    {
        var skip = page.AfterNumber;
        var rows = await db.ApiClients.AsNoTracking()
            .Where(client => client.OrganisationId == organisation)
            .OrderBy(client => client.Id).Skip(skip).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<ApiClient>.Cut(rows, page.Size, _ => (skip + page.Size).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Every client that is not removed, and those removed since a time.</summary>
    public async Task<IReadOnlyList<ApiClient>> KnownAsync(DateTimeOffset removedSince, CancellationToken cancellationToken) =>
        await db.ApiClients.AsNoTracking()
            .Where(client => client.State != ApiClientState.Removed || client.ChangedAt >= removedSince)
            .OrderBy(client => client.Id).ToListAsync(cancellationToken);

    public async Task AddAsync(ApiClient client, CancellationToken cancellationToken)
    {
        db.ApiClients.Add(client);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Writes what has changed; false when somebody else has changed the client since it was read.</summary>
    public async Task<bool> ReplaceAsync(ApiClient was, ApiClient becomes, CancellationToken cancellationToken)
    {
        var (changedAt, approvedAt, secret) = (was.ChangedAt, was.ApprovedAt, was.SecretHash);
        return await db.ApiClients
            .Where(row => row.Id == was.Id && row.State == was.State && row.ChangedAt == changedAt && row.ApprovedAt == approvedAt && row.SecretHash == secret)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, becomes.State)
                    .SetProperty(row => row.ApprovedBy, becomes.ApprovedBy)
                    .SetProperty(row => row.ApprovedAt, becomes.ApprovedAt)
                    .SetProperty(row => row.ChangedAt, becomes.ChangedAt)
                    .SetProperty(row => row.SecretHash, becomes.SecretHash)
                    .SetProperty(row => row.FormerSecretHash, becomes.FormerSecretHash)
                    .SetProperty(row => row.FormerSecretUntil, becomes.FormerSecretUntil),
                cancellationToken) == 1;
    }

    public Task<ApiClientConsentRow?> FindConsentAsync(PersonId person, ApiClientId client, CancellationToken cancellationToken) =>
        db.ApiClientConsents.AsNoTracking().FirstOrDefaultAsync(row => row.PersonId == person && row.ApiClientId == client, cancellationToken);

    /// <summary>Notes what a person has agreed to; what she agreed to before is replaced.</summary>
    public async Task KeepConsentAsync(ApiClientConsentRow consent, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await DropConsentAsync(consent.PersonId, consent.ApiClientId, cancellationToken);
        db.ApiClientConsents.Add(consent);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>False when there was none.</summary>
    public async Task<bool> DropConsentAsync(PersonId person, ApiClientId client, CancellationToken cancellationToken) =>
        await db.ApiClientConsents.Where(row => row.PersonId == person && row.ApiClientId == client).ExecuteDeleteAsync(cancellationToken) == 1;

    public Task DropConsentsAsync(ApiClientId client, CancellationToken cancellationToken) =>
        db.ApiClientConsents.Where(row => row.ApiClientId == client).ExecuteDeleteAsync(cancellationToken);

    /// <summary>What a person has agreed to, with the clients and the names of the organisations that answer for them.</summary>
    public async Task<IReadOnlyList<(ApiClientConsentRow Consent, ApiClient Client, string Organisation)>> ConsentsOfAsync(
        PersonId person, CancellationToken cancellationToken)
    {
        var found = await (
            from consent in db.ApiClientConsents.AsNoTracking()
            join client in db.ApiClients.AsNoTracking() on consent.ApiClientId equals client.Id
            join organisation in db.Organisations.AsNoTracking() on client.OrganisationId equals organisation.Id
            where consent.PersonId == person
            orderby client.Id
            select new { consent, client, organisation.Name }).ToListAsync(cancellationToken);
        return [.. found.Select(row => (row.consent, row.client, row.Name))];
    }

    public Task<string> OrganisationNameAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        db.Organisations.Where(row => row.Id == organisation).Select(row => row.Name).SingleAsync(cancellationToken);
}

/// <summary>What one person has agreed to let one third-party client do.</summary>
internal sealed class ApiClientConsentRow
{
    public required PersonId PersonId { get; init; }

    public required ApiClientId ApiClientId { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset GivenAt { get; init; }
}
