using System.Globalization;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Batches of voting codes, and which entries of the roll are in which.</summary>
internal sealed class CodeBatchStore(IdentityDb db)
{
    public Task<CodeBatch?> FindAsync(SubBudgetId subBudget, int number, CancellationToken cancellationToken) =>
        db.CodeBatches.AsNoTracking().FirstOrDefaultAsync(batch => batch.SubBudgetId == subBudget && batch.Number == number, cancellationToken);

    /// <summary>Batches of a sub-budget by number.</summary>
    public async Task<Page<CodeBatch>> ListAsync(SubBudgetId subBudget, PageRequest page, CancellationToken cancellationToken)
    {
        var after = page.AfterNumber;
        var rows = await db.CodeBatches.AsNoTracking()
            .Where(batch => batch.SubBudgetId == subBudget && batch.Number > after)
            .OrderBy(batch => batch.Number).Take(page.Size + 1).ToListAsync(cancellationToken);
        return Page<CodeBatch>.Cut(rows, page.Size, batch => batch.Number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The number of a new batch, while the roll's head is held.</summary>
    public async Task<int> NextNumberAsync(SubBudgetId subBudget, CancellationToken cancellationToken) =>
        (await db.CodeBatches.Where(batch => batch.SubBudgetId == subBudget).MaxAsync(batch => (int?)batch.Number, cancellationToken) ?? 0) + 1;

    /// <summary>Takes the next entries that may vote and are in no batch, of the area if one is given; tells how many. Who votes by declaration comes with her own e-ID.</summary>
    public Task<int> FillAsync(RollImportId import, int number, string? area, int count, CancellationToken cancellationToken)
    {
        var (only, declared) = (area ?? "", (int)Ground.Declared);
        return db.Database.ExecuteSqlAsync(
            $"""
            update roll_entries set code_batch = {number}
            where import_id = {import.Value} and serial in (
                select serial from roll_entries
                where import_id = {import.Value} and is_eligible and ground <> {declared} and code_batch is null and ({only} = '' or area = {only})
                order by serial limit {count})
            """,
            cancellationToken);
    }

    /// <summary>The entries of a batch that may vote, in the order of the roll.</summary>
    public async Task<IReadOnlyList<CodeHolder>> HoldersAsync(RollImportId import, int number, CancellationToken cancellationToken) =>
        await db.RollEntries.Where(row => row.ImportId == import && row.CodeBatch == number && row.IsEligible)
            .OrderBy(row => row.Serial).Select(row => new CodeHolder(row.Serial, row.LocalKey)).ToListAsync(cancellationToken);

    /// <summary>Takes away the codes of a batch; tells how many there were.</summary>
    public Task<int> VoidCodesAsync(RollImportId import, int number, CancellationToken cancellationToken) =>
        db.RollEntries.Where(row => row.ImportId == import && row.CodeBatch == number && row.CodeHash != null)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CodeHash, (byte[]?)null), cancellationToken);

    public async Task AddAsync(CodeBatch batch, CancellationToken cancellationToken)
    {
        db.CodeBatches.Add(batch);
        await db.SaveChangesAsync(cancellationToken);
    }

    public async Task ReplaceAsync(CodeBatch batch, CancellationToken cancellationToken)
    {
        db.CodeBatches.Update(batch);
        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>An entry that a code is for: its place on the roll, and its local key if it has one.</summary>
internal sealed record CodeHolder(int Serial, string? LocalKey);
