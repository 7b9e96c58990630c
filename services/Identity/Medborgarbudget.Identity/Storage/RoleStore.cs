using System.Globalization;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Role grants and invitations.</summary>
internal sealed class RoleStore(IdentityDb db, KeyedHashes hashes)
{
    /// <summary>
    /// Lets changes of an organisation's roles follow one another, so that rules over several grants (duties, last administrator) hold
    /// under concurrency; requests that are too old by now end. Inside a transaction. False when the organisation is unknown.
    /// </summary>
    public async Task<bool> LockAsync(OrganisationId organisation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = await db.Organisations.Where(row => row.Id == organisation)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.RolesVersion, row => row.RolesVersion + 1), cancellationToken) == 1;
        var lastInTime = now - RoleGrant.RequestLifetime;
        await db.RoleGrants
            .Where(grant => grant.OrganisationId == organisation && grant.State == RoleGrantState.Requested && grant.RequestedAt <= lastInTime)
            .ExecuteUpdateAsync(set => set.SetProperty(grant => grant.State, RoleGrantState.Expired), cancellationToken);
        return known;
    }

    public Task<RoleGrant?> FindAsync(RoleGrantId id, CancellationToken cancellationToken) =>
        db.RoleGrants.AsNoTracking().FirstOrDefaultAsync(grant => grant.Id == id, cancellationToken);

    /// <summary>Requested and held grants of a person in an organisation.</summary>
    public async Task<IReadOnlyList<RoleGrant>> OpenGrantsAsync(OrganisationId organisation, PersonId person, CancellationToken cancellationToken) =>
        await db.RoleGrants.AsNoTracking()
            .Where(grant => grant.OrganisationId == organisation && grant.PersonId == person && (grant.State == RoleGrantState.Requested || grant.State == RoleGrantState.Held))
            .ToListAsync(cancellationToken);

    public Task<int> CountAdministratorsAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        db.RoleGrants.CountAsync(
            grant => grant.OrganisationId == organisation && grant.Role == Role.Administrator && grant.State == RoleGrantState.Held,
            cancellationToken);

    /// <summary>Grants of an organisation, oldest first. None is ever deleted, so a number of rows to skip is a stable place.</summary>
    public async Task<Page<RoleGrant>> ListAsync(OrganisationId organisation, PageRequest page, CancellationToken cancellationToken)
    {
        var skip = page.AfterNumber;
        var rows = await db.RoleGrants.AsNoTracking()
            .Where(grant => grant.OrganisationId == organisation)
            .OrderBy(grant => grant.RequestedAt).ThenBy(grant => grant.Id)
            .Skip(skip).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<RoleGrant>.Cut(rows, page.Size, _ => (skip + page.Size).ToString(CultureInfo.InvariantCulture));
    }

    public async Task AddAsync(RoleGrant grant, CancellationToken cancellationToken)
    {
        db.RoleGrants.Add(grant);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task ReplaceAsync(RoleGrant grant, CancellationToken cancellationToken)
    {
        db.RoleGrants.Update(grant);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task AddInvitationsAsync(IEnumerable<SecretCode> codes, OrganisationId organisation, PersonId by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        db.Invitations.AddRange(codes.Select(code => new InvitationRow
        {
            CodeHash = hashes.OfInvitation(code),
            OrganisationId = organisation,
            InvitedBy = by,
            InvitedAt = now,
        }));
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>An invitation that is neither used nor older than the limit.</summary>
    public async Task<InvitationRow?> FindInvitationAsync(SecretCode code, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var hash = hashes.OfInvitation(code);
        return await db.Invitations.AsNoTracking().FirstOrDefaultAsync(
            row => row.CodeHash == hash && row.RedeemedBy == null && row.InvitedAt >= notBefore, cancellationToken);
    }

    /// <summary>Marks the invitation as used; false when somebody was quicker.</summary>
    public async Task<bool> TakeInvitationAsync(InvitationRow invitation, PersonId by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        PersonId? redeemer = by;
        DateTimeOffset? at = now;
        return await db.Invitations.Where(row => row.CodeHash == invitation.CodeHash && row.RedeemedBy == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.RedeemedBy, redeemer).SetProperty(row => row.RedeemedAt, at), cancellationToken) == 1;
    }
}
