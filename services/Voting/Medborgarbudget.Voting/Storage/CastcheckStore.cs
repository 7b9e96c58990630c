using Medborgarbudget.Voting.Ledger;
using Microsoft.EntityFrameworkCore;

namespace Medborgarbudget.Voting.Storage;

/// <summary>Counts how many times ballots have been shown to their voters.</summary>
internal sealed class CastcheckStore(VotingDb db)
{
    /// <summary>
    /// Counts one more showing of a version; a newer version begins anew. One statement, so that however many ask at once, in however many
    /// instances, no version is shown more than so many times.
    /// </summary>
    /// <returns>How many times it has been shown with this one, or null when it may not be shown: that was all, or it is replaced.</returns>
    public async Task<int?> CountAsync(LedgerEntry entry, int most, CancellationToken cancellationToken)
    {
        var shown = await db.Database.SqlQuery<int>($"""
            INSERT INTO castchecks AS kept (round, voter, version, shown) VALUES ({entry.Round}, {entry.Voter}, {entry.Version}, 1)
            ON CONFLICT (round, voter) DO UPDATE
            SET version = excluded.version, shown = CASE WHEN kept.version = excluded.version THEN kept.shown + 1 ELSE 1 END
            WHERE kept.version < excluded.version OR (kept.version = excluded.version AND kept.shown < {most})
            RETURNING shown AS "Value"
            """).ToListAsync(cancellationToken);
        return shown is [var times] ? times : null;
    }

    /// <summary>Removes the counts of ballots that were cast in the hour or before.</summary>
    public Task RemoveAsync(int lastHour, CancellationToken cancellationToken) => db.Castchecks
        .Where(row => !db.Ledger.Any(entry =>
            entry.Round == row.Round && entry.Voter == row.Voter && entry.Version == row.Version && entry.Hour > lastHour))
        .ExecuteDeleteAsync(cancellationToken);
}
