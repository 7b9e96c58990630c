using System.Text.Json;
using Medborgarbudget.Identity.Keys;
using Medborgarbudget.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Identity.Storage;

/// <summary>Imports, their parts, and the heads of rolls.</summary>
internal sealed class RollStore(IdentityDb db, Sealer sealer, KeyStore keys)
{
    private const string PartPurpose = "roll-part";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public Task<SubBudgetRow?> FindSubBudgetAsync(SubBudgetId id, CancellationToken cancellationToken) =>
        db.SubBudgets.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    public Task<RollHead?> FindHeadAsync(SubBudgetId id, CancellationToken cancellationToken) =>
        db.Rolls.AsNoTracking().FirstOrDefaultAsync(row => row.SubBudgetId == id, cancellationToken);

    public Task<RollImportRow?> FindImportAsync(RollImportId id, CancellationToken cancellationToken) =>
        db.RollImports.FirstOrDefaultAsync(row => row.Id == id, cancellationToken);

    public async Task AddImportAsync(RollImportRow import, CancellationToken cancellationToken)
    {
        db.RollImports.Add(import);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Puts a part, or replaces it; false when the import is finished. Inside a transaction.</summary>
    public async Task<bool> PutPartAsync(RollImportId import, int part, string text, CancellationToken cancellationToken)
    {
        var sealedText = sealer.Seal(text, PartPurpose);
        if (!await HoldOpenAsync(import, cancellationToken))
        {
            return false;
        }

        if (await db.RollImportParts.Where(row => row.ImportId == import && row.Part == part)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SealedText, sealedText), cancellationToken) == 0)
        {
            db.RollImportParts.Add(new RollImportPartRow { ImportId = import, Part = part, SealedText = sealedText });
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }

    /// <summary>The numbers of the parts that are there, in order.</summary>
    public async Task<IReadOnlyList<int>> PartNumbersAsync(RollImportId import, CancellationToken cancellationToken) =>
        await db.RollImportParts.Where(row => row.ImportId == import).OrderBy(row => row.Part).Select(row => row.Part).ToListAsync(cancellationToken);

    /// <summary>The text of one part, UTF-8; null when the import was cancelled meanwhile.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadPartAsync(RollImportId import, int part, CancellationToken cancellationToken)
    {
        var sealedText = await db.RollImportParts.Where(row => row.ImportId == import && row.Part == part)
            .Select(row => row.SealedText).SingleOrDefaultAsync(cancellationToken);
        if (sealedText is null)
        {
            return null;
        }

        return sealer.OpenInPlace(sealedText, PartPurpose);
    }

    /// <summary>
    /// Holds an open import until the transaction ends, so that no part changes while it is read; false when it is finished already.
    /// </summary>
    public async Task<bool> HoldOpenAsync(RollImportId import, CancellationToken cancellationToken) =>
        await db.RollImports.Where(row => row.Id == import && row.State == RollImportState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RollImportState.Open), cancellationToken) == 1;

    /// <summary>Ends an import as faulty. Its text is deleted: what was wrong is told by line.</summary>
    public async Task EndFaultyAsync(RollImportRow import, RollReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        import.State = RollImportState.Faulty;
        import.Rows = reading.Rows;
        import.FaultCount = reading.FaultCount;
        import.Faults = JsonSerializer.Serialize(reading.FirstFaults, Json);
        import.FinishedAt = now;
        await db.SaveChangesAsync(cancellationToken);
        await db.RollImportParts.Where(row => row.ImportId == import.Id).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>
    /// Puts a written import in the place of the roll before it. Who stands on both keeps code, batch, token and mark; the texts of all imports
    /// of the sub-budget that nobody is reading, and the entries of the former roll are deleted.
    /// </summary>
    public async Task EndCommittedAsync(RollImportRow import, RollHead head, RollReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (head.ImportId is { } former)
        {
            await CarryOverAsync(former, import.Id, cancellationToken);
            await EntriesOf(former).ExecuteDeleteAsync(cancellationToken);
            await CountKeptAsync(import.Id, head, cancellationToken);
        }

        head.ImportId = import.Id;
        head.Entries = reading.Eligible;
        await EndAsync(import, head, reading, now, cancellationToken);
    }

    /// <summary>
    /// Ends changes that were merged into the roll, with its numbers told anew. Who stood on it by declaration alone, and does so no longer, is not
    /// kept either where a whole roll is taken in.
    /// </summary>
    public async Task EndChangesAsync(RollImportRow import, RollHead head, RollReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var roll = head.ImportId!.Value;
        await EntriesOf(roll).Where(row => !row.IsListed && !row.IsEligible).ExecuteDeleteAsync(cancellationToken);
        (head.Entries, head.Declared) = await CountEligibleAsync(roll, cancellationToken);
        await CountKeptAsync(roll, head, cancellationToken);
        await EndAsync(import, head, reading, now, cancellationToken);
    }

    private async Task EndAsync(RollImportRow import, RollHead head, RollReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        head.LastImportId = import.Id;
        import.State = RollImportState.Committed;
        import.Rows = reading.Rows;
        import.FinishedAt = now;
        await db.SaveChangesAsync(cancellationToken);
        var imports = db.RollImports.Where(row => row.SubBudgetId == import.SubBudgetId && row.State != RollImportState.Reading).Select(row => row.Id);
        await db.RollImportParts.Where(row => imports.Contains(row.ImportId)).ExecuteDeleteAsync(cancellationToken);
    }

    public Task<RollEntryRow?> FindByKeyAsync(RollImportId import, byte[] keyHash, CancellationToken cancellationToken) =>
        db.RollEntries.AsNoTracking().FirstOrDefaultAsync(row => row.ImportId == import && row.KeyHash == keyHash, cancellationToken);

    public Task<RollEntryRow?> FindByCodeAsync(RollImportId import, byte[] codeHash, CancellationToken cancellationToken) =>
        db.RollEntries.AsNoTracking().FirstOrDefaultAsync(row => row.ImportId == import && row.CodeHash == codeHash, cancellationToken);

    /// <summary>What the entries that were given a token are known by, in the order of the roll; read while they are asked for.</summary>
    public IAsyncEnumerable<EntryKey> KeysWithTokenAsync(RollImportId import) =>
        db.RollEntries.AsNoTracking().Where(row => row.ImportId == import && row.HasToken)
            .Select(row => new EntryKey(row.LocalKey, row.SealedKey)).AsAsyncEnumerable();

    /// <summary>How many entries of the extract may vote, by area.</summary>
    public async Task<IReadOnlyList<AreaCount>> CountByAreaAsync(RollImportId import, CancellationToken cancellationToken) =>
        await EntriesOf(import).Where(row => row.IsEligible && row.Ground != Ground.Declared)
            .GroupBy(row => row.Area).Select(area => new AreaCount(area.Key, area.LongCount()))
            .ToListAsync(cancellationToken);

    /// <summary>The keyed hashes of the entries of the extract that may vote, ascending; read while they are asked for.</summary>
    public IAsyncEnumerable<byte[]> KeyHashesAsync(RollImportId import) =>
        db.RollEntries.AsNoTracking().Where(row => row.ImportId == import && row.IsEligible && row.Ground != Ground.Declared)
            .OrderBy(row => row.KeyHash).Select(row => row.KeyHash).AsAsyncEnumerable();

    public static IReadOnlyList<RollLineFault> FaultsOf(RollImportRow import) => JsonSerializer.Deserialize<List<RollLineFault>>(import.Faults, Json)!;

    /// <summary>
    /// The head of a roll, held until the transaction ends, so that imports and code batches of one sub-budget follow one another. Its
    /// pseudonym key is made with the first roll.
    /// </summary>
    public async Task<RollHead> LockHeadAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        var head = await FindLockedHeadAsync(subBudget, cancellationToken);
        if (head.ImportId is null && await keys.FindAsync(subBudget, cancellationToken) is null)
        {
            await keys.AddNewAsync(subBudget, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        return head;
    }

    /// <summary>The head of a known sub-budget, held like that, also before it has a roll; no pseudonym key is made.</summary>
    public async Task<RollHead> FindLockedHeadAsync(SubBudgetId subBudget, CancellationToken cancellationToken)
    {
        await db.Rolls.Where(row => row.SubBudgetId == subBudget)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Entries, row => row.Entries), cancellationToken);
        return await db.Rolls.SingleAsync(row => row.SubBudgetId == subBudget, cancellationToken);
    }

    /// <summary>
    /// Every serial is above zero, and asked for it SQLite goes through a roll as it lies in the file; by the key, which it prefers otherwise, it
    /// reads a page for every entry.
    /// </summary>
    private IQueryable<RollEntryRow> EntriesOf(RollImportId import) => db.RollEntries.Where(row => row.ImportId == import && row.Serial > 0);

    private async Task<(int Entries, int Declared)> CountEligibleAsync(RollImportId import, CancellationToken cancellationToken)
    {
        var eligible = await db.Database.SqlQuery<EligibleCount>(
            $"""
            select count(*) filter (where ground <> {(int)Ground.Declared}) as entries, count(*) filter (where ground = {(int)Ground.Declared}) as declared
            from roll_entries where import_id = {import.Value} and serial > 0 and is_eligible
            """).SingleAsync(cancellationToken);
        return ((int)eligible.Entries, (int)eligible.Declared);
    }

    private async Task CountKeptAsync(RollImportId import, RollHead head, CancellationToken cancellationToken)
    {
        var kept = await db.Database.SqlQuery<KeptCount>(
            $"""
            select count(code_hash) as codes, count(*) filter (where has_token) as tokens
            from roll_entries where import_id = {import.Value} and serial > 0
            """).SingleAsync(cancellationToken);
        (head.CodesIssued, head.EntriesWithToken) = ((int)kept.Codes, (int)kept.Tokens);
    }

    /// <summary>Only who has something to keep is written a second time: seldom the whole roll.</summary>
    private Task<int> CarryOverAsync(RollImportId former, RollImportId current, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update roll_entries set code_batch = o.code_batch, code_hash = o.code_hash, has_token = o.has_token,
                channel = o.channel, mark_shift_id = o.mark_shift_id, mark_day = o.mark_day
            from roll_entries o
            where o.import_id = {former.Value} and o.serial > 0 and (o.code_batch is not null or o.channel is not null)
                and roll_entries.import_id = {current.Value} and roll_entries.key_hash = o.key_hash
            """,
            cancellationToken);

    // Two numbers in one pass. By LINQ they are a group of all, and for a group SQLite sorts the whole roll first.
    private sealed record EligibleCount(long Entries, long Declared);

    private sealed record KeptCount(long Codes, long Tokens);
}

/// <summary>What an entry is known by: the local key, or the sealed personal number.</summary>
internal sealed record EntryKey(string? LocalKey, byte[]? SealedKey);

/// <summary>Entries of one area.</summary>
internal sealed record AreaCount(string Area, long Entries);

/// <summary>A fault on a line of the whole text.</summary>
internal sealed record RollLineFault(int Line, string Code);
