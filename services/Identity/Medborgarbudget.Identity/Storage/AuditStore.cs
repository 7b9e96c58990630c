using System.Globalization;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>The audit logs of the organisations, one chain each.</summary>
internal sealed class AuditStore(IdentityDb db, AuditSeals seals)
{
    /// <summary>
    /// Appends what happened, in the transaction in which it happens: both are there or neither. The log is held until the transaction ends,
    /// so this comes last in it.
    /// </summary>
    public async Task AppendAsync(OrganisationId organisation, AuditFact fact, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("What is audited and its entry are one transaction.");
        }

        var row = await LockHeadAsync(organisation, cancellationToken);
        var former = row.ToHead();
        var last = await LastSequenceAsync(organisation, cancellationToken);
        var entry = AuditChain.After(former with { Sequence = Math.Max(former.Sequence, last) }, fact);
        var head = AuditChain.HeadAt(entry);

        // After a forged head or a foreign entry the log goes on, broken as it is, and is never sealed: else the next entry would make it genuine.
        var seal = last <= former.Sequence && seals.Holds(former, row.Seal) ? seals.Of(head) : [];
        var hash = Convert.FromHexString(head.Hash);
        db.AuditEntries.Add(AuditEntryRow.Of(entry));
        await db.SaveChangesAsync(cancellationToken);
        await db.AuditHeads.Where(other => other.OrganisationId == organisation).ExecuteUpdateAsync(
            set => set.SetProperty(other => other.Sequence, head.Sequence).SetProperty(other => other.Hash, hash).SetProperty(other => other.Seal, seal),
            cancellationToken);
    }

    /// <summary>Where the log ends, and whether this service has said so.</summary>
    public async Task<(AuditHead Head, bool IsOurs)> FindHeadAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        await db.AuditHeads.AsNoTracking().FirstOrDefaultAsync(row => row.OrganisationId == organisation, cancellationToken) is { } row
            ? (row.ToHead(), seals.Holds(row.ToHead(), row.Seal))
            : (AuditHead.Empty(organisation), true);

    /// <summary>The number of the last entry that is stored, whatever the head says; 0 without any.</summary>
    public async Task<long> LastSequenceAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        await db.AuditEntries.Where(row => row.OrganisationId == organisation).MaxAsync(row => (long?)row.Sequence, cancellationToken) ?? 0;

    /// <summary>A page of entries, oldest first, up to the one that was the last when the first page was read.</summary>
    public async Task<Page<AuditEntry>> ListAsync(OrganisationId organisation, PageRequest page, CancellationToken cancellationToken)
    {
        var (after, until) = ReadPlace(page.After) ?? (0, await LastSequenceAsync(organisation, cancellationToken));
        var rows = await db.AuditEntries.AsNoTracking()
            .Where(row => row.OrganisationId == organisation && row.Sequence > after && row.Sequence <= until)
            .OrderBy(row => row.Sequence).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<AuditEntry>.Cut(
            [.. rows.Select(row => row.ToEntry())], page.Size, entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Sequence}-{until}"));
    }

    /// <summary>All entries up to a number, oldest first; read while they are asked for.</summary>
    public IAsyncEnumerable<AuditEntryRow> UntilAsync(OrganisationId organisation, long sequence) =>
        db.AuditEntries.AsNoTracking().Where(row => row.OrganisationId == organisation && row.Sequence <= sequence)
            .OrderBy(row => row.Sequence).AsAsyncEnumerable();

    private async Task<AuditHeadRow> LockHeadAsync(OrganisationId organisation, CancellationToken cancellationToken)
    {
        if (!await TouchAsync(organisation, cancellationToken))
        {
            // Two may write the first entry at the same time: the second waits here for the first.
            var empty = AuditHead.Empty(organisation);
            await db.Database.ExecuteSqlAsync(
                $"insert into audit_heads (organisation_id, sequence, hash, seal) values ({organisation.Value}, 0, {Convert.FromHexString(empty.Hash)}, {seals.Of(empty)}) on conflict do nothing",
                cancellationToken);
            await TouchAsync(organisation, cancellationToken);
        }

        return await db.AuditHeads.AsNoTracking().SingleAsync(row => row.OrganisationId == organisation, cancellationToken);
    }

    private async Task<bool> TouchAsync(OrganisationId organisation, CancellationToken cancellationToken) =>
        await db.AuditHeads.Where(row => row.OrganisationId == organisation)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Sequence, row => row.Sequence), cancellationToken) == 1;

    private static (long After, long Until)? ReadPlace(string? place) =>
        place?.Split('-') is [var after, var until]
        && long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? (from, to)
            : null;
}
