using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>The wrapped pseudonym keys and the log of what was done with them.</summary>
internal sealed class KeyStore(IdentityDb db, Pseudonyms pseudonyms, TimeProvider clock)
{
    public Task<PseudonymKeyRow?> FindAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        db.PseudonymKeys.AsNoTracking().FirstOrDefaultAsync(row => row.SubBudgetId == subBudget, cancellationToken);

    /// <summary>The key, held until the transaction ends, so that changes of it follow one another; null when there is none.</summary>
    public async Task<PseudonymKeyRow?> LockAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        await db.PseudonymKeys.Where(row => row.SubBudgetId == subBudget)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, row => row.Revision + 1), cancellationToken);
        return await db.PseudonymKeys.FirstOrDefaultAsync(row => row.SubBudgetId == subBudget, cancellationToken);
    }

    /// <summary>Makes the sub-budget's K; saved by the caller, with the roll that it is for.</summary>
    public async Task AddNewAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var wrapped = await pseudonyms.NewKeyAsync(subBudget, cancellationToken);
        var row = new PseudonymKeyRow
        {
            SubBudgetId = subBudget,
            WrappedBytes = wrapped.Bytes,
            KeyEncryptionKeyId = wrapped.KeyId,
            CreatedAt = clock.GetUtcNow(),
        };
        db.PseudonymKeys.Add(row);
        Note(row, KeyStep.Created, by: null);
    }

    /// <summary>Writes into the log what is being done, with the change that the caller saves.</summary>
    public void Note(PseudonymKeyRow row, KeyStep step, PersonId? by) => db.PseudonymKeyLog.Add(new PseudonymKeyLogRow
    {
        SubBudgetId = row.SubBudgetId,
        At = clock.GetUtcNow(),
        Step = step,
        PersonId = by,
        KeyEncryptionKeyId = row.KeyEncryptionKeyId,
    });

    public Task SaveAsync(CancellationToken cancellationToken) => db.SaveChangesAsync(cancellationToken);

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<PseudonymKeyLogRow>> LogAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        await db.PseudonymKeyLog.AsNoTracking().Where(row => row.SubBudgetId == subBudget).OrderBy(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>Sub-budgets whose K is wrapped under another key than this one.</summary>
    public async Task<IReadOnlyList<SubBudgetId>> NotUnderAsync(string keyId, CancellationToken cancellationToken) =>
        await db.PseudonymKeys.Where(row => row.WrappedBytes != null && row.KeyEncryptionKeyId != keyId)
            .Select(row => row.SubBudgetId).ToListAsync(cancellationToken);

    /// <summary>The key-encryption keys that are needed.</summary>
    public async Task<IReadOnlyList<string>> KeyEncryptionKeysAsync(CancellationToken cancellationToken) =>
        await db.PseudonymKeys.Where(row => row.WrappedBytes != null).Select(row => row.KeyEncryptionKeyId).Distinct().ToListAsync(cancellationToken);
}
