using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Changes to a committed roll: only the entries that they name are touched.</summary>
internal sealed class RollChangeStore(IdentityDb db)
{
    /// <summary>The import whose entries are the roll of the sub-budget now; null before the first.</summary>
    public Task<RollImportId?> FindRollAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        db.Rolls.Where(row => row.SubBudgetId == subBudget).Select(row => row.ImportId).SingleOrDefaultAsync(cancellationToken);

    /// <summary>Those of the hashes that stand on the roll by an extract or by changes; a declaration alone does not count.</summary>
    public async Task<IReadOnlyList<byte[]>> ListedAsync(RollImportId roll, IReadOnlyList<byte[]> keyHashes, CancellationToken cancellationToken) =>
        await db.RollEntries.Where(row => row.ImportId == roll && keyHashes.Contains(row.KeyHash) && row.IsListed).Select(row => row.KeyHash)
            .ToListAsync(cancellationToken);

    /// <summary>How many stand on the roll like that.</summary>
    public Task<int> CountListedAsync(RollImportId roll, CancellationToken cancellationToken) =>
        db.RollEntries.CountAsync(row => row.ImportId == roll && row.Serial > 0 && row.IsListed, cancellationToken);

    /// <summary>
    /// Brings the entries that changes were written as onto the roll. Who stands on it keeps serial, code, token and mark, whatever else is new of
    /// her; who does not is put at its end. Who is taken off is then listed no longer and has no ground: a declaration may give her one.
    /// </summary>
    public async Task MergeAsync(RollImportId changes, RollImportId roll, CancellationToken cancellationToken)
    {
        var last = await db.RollEntries.Where(row => row.ImportId == roll).MaxAsync(row => row.Serial, cancellationToken);

        // Serials are above zero: asked for it SQLite begins with the changes, which are few, and finds each on the roll by its key.
        await db.Database.ExecuteSqlAsync(
            $"""
            update roll_entries set is_listed = c.is_listed, area = c.area, is_eligible = c.is_eligible, ground = c.ground, needs_guardian = c.needs_guardian
            from roll_entries c
            where c.import_id = {changes.Value} and c.serial > 0 and roll_entries.import_id = {roll.Value} and roll_entries.key_hash = c.key_hash
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from roll_entries where import_id = {changes.Value} and serial > 0
                and exists (select 1 from roll_entries o where o.import_id = {roll.Value} and o.key_hash = roll_entries.key_hash)
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"update roll_entries set import_id = {roll.Value}, serial = serial + {last} where import_id = {changes.Value} and serial > 0", cancellationToken);
    }
}
