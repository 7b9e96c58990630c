using Medborgarbudget.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Medborgarbudget.Identity.Storage;

/// <summary>SQLite: one prepared statement, run for every row.</summary>
internal sealed class SqliteRollBulk(IdentityDb db) : IRollBulk
{
    public async Task WriteEntriesAsync(IReadOnlyList<RollEntryRow> entries, CancellationToken cancellationToken)
    {
        // The unique index is filled in no order, and with SQLite's own 2,000 KiB nearly every row costs a page. A third of its 90 MB cached is a compromise: what
        // one connection has had stays with the process, and 64 MiB save two seconds of forty for a million rows.
        await db.Database.ExecuteSqlRawAsync("PRAGMA cache_size=-32768", cancellationToken);
        await using var command = Prepare("""
            insert into roll_entries (import_id, serial, key_hash, sealed_key, local_key, area, is_listed, is_eligible, ground, needs_guardian, votes_elsewhere, has_token)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0)
            """, 10);
        foreach (var entry in entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(
                command, entry.ImportId.Value, entry.Serial, entry.KeyHash, entry.SealedKey, entry.LocalKey, entry.Area, entry.IsListed, entry.IsEligible, (int)entry.Ground,
                entry.NeedsGuardian);
        }
    }

    /// <summary>Nothing: SQLite has no statistics here and goes by the form of the statements.</summary>
    public Task AnalyzeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task WriteCodesAsync(RollImportId import, IReadOnlyList<EntryCode> codes, CancellationToken cancellationToken)
    {
        await using var command = Prepare("update roll_entries set code_hash = $1 where import_id = $2 and serial = $3", 3);
        foreach (var code in codes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Run(command, code.CodeHash, import.Value, code.Serial);
        }
    }

    public async Task<IReadOnlySet<EntryMark>> MarkTokensAsync(IReadOnlyList<EntryMark> marks, CancellationToken cancellationToken)
    {
        await using var command = Prepare("""
            update roll_entries set has_token = 1, channel = $3
            where import_id = $1 and serial = $2 and has_token = 0 and mark_shift_id is null and is_eligible and not votes_elsewhere
            """, 3);
        await using var marked = Prepare(
            "select 1 from roll_entries where import_id = $1 and serial = $2 and (mark_shift_id is not null or votes_elsewhere or not is_eligible)", 2);
        var shut = new HashSet<EntryMark>();
        var fresh = new Dictionary<SubBudgetId, int>();
        foreach (var mark in marks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var changed = Run(command, mark.Import.Value, mark.Serial, (int)mark.Channel);
            fresh[mark.SubBudget] = fresh.GetValueOrDefault(mark.SubBudget) + changed;
            if (changed == 0 && Exists(marked, mark.Import.Value, mark.Serial))
            {
                shut.Add(mark);
            }
        }

        foreach (var (subBudget, count) in fresh.Where(pair => pair.Value > 0))
        {
            await db.Rolls.Where(row => row.SubBudgetId == subBudget)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.EntriesWithToken, row => row.EntriesWithToken + count), cancellationToken);
        }

        return shut;
    }

    private SqliteCommand Prepare(string sql, int parameters)
    {
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        return command;
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values) => Filled(command, values).ExecuteNonQuery();

    private static bool Exists(SqliteCommand command, params ReadOnlySpan<object?> values) => Filled(command, values).ExecuteScalar() is not null;

    private static SqliteCommand Filled(SqliteCommand command, ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
