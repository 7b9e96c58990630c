namespace Medborgarbudget.Voting.Ledger;

/// <summary>What remembers every version of every ballot. The store decides, the ledger remembers.</summary>
internal interface ILedger
{
    /// <summary>
    /// Appends in one transaction what it does not hold yet. Two instances may append the same entry; the primary key decides.
    /// </summary>
    /// <param name="entries">Each place (round, shard, seq) once.</param>
    /// <param name="mayHold">Some of them may be there already; it is dearer to find out.</param>
    /// <returns>By entry, true when the ledger now holds exactly it, false when another entry has its place.</returns>
    Task<bool[]> AppendAsync(IReadOnlyList<LedgerEntry> entries, bool mayHold, CancellationToken cancellationToken);

    /// <summary>Why commits here do not stand for the level, or null when they do.</summary>
    Task<string?> FindWeaknessAsync(AcknowledgementLevel level, CancellationToken cancellationToken);
}
