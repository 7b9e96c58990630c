using Medborgarbudget.Kernel;

namespace Medborgarbudget.Identity.Storage;

/// <summary>The bulk paths of the roll, in the current transaction: each database has a fast way of its own.</summary>
internal interface IRollBulk
{
    /// <summary>Writes a batch of entries.</summary>
    Task WriteEntriesAsync(IReadOnlyList<RollEntryRow> entries, CancellationToken cancellationToken);

    /// <summary>
    /// Lets the planner know of the entries that were written. It would else take their import for empty, and read a whole roll for each change to it.
    /// </summary>
    Task AnalyzeAsync(CancellationToken cancellationToken);

    /// <summary>Gives entries of an import their codes.</summary>
    Task WriteCodesAsync(RollImportId import, IReadOnlyList<EntryCode> codes, CancellationToken cancellationToken);

    /// <summary>
    /// Marks entries as holders of a ballot token and counts those that were not marked before on their rolls. Gives back those that it left
    /// alone: an officer had marked them, or the vote has gone elsewhere by declaration, or a declaration was taken back.
    /// </summary>
    Task<IReadOnlySet<EntryMark>> MarkTokensAsync(IReadOnlyList<EntryMark> marks, CancellationToken cancellationToken);
}

/// <summary>A code's hash for an entry.</summary>
internal readonly record struct EntryCode(int Serial, byte[] CodeHash);

/// <summary>An entry that is to be given its first ballot token, by e-ID or code.</summary>
internal readonly record struct EntryMark(SubBudgetId SubBudget, RollImportId Import, int Serial, Channel Channel);
