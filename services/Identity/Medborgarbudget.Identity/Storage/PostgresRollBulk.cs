using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Medborgarbudget.Identity.Storage;

/// <summary>PostgreSQL: binary COPY in, arrays for updates.</summary>
internal sealed class PostgresRollBulk(IdentityDb db) : IRollBulk
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    public async Task WriteEntriesAsync(IReadOnlyList<RollEntryRow> entries, CancellationToken cancellationToken)
    {
        await using var writer = await Connection.BeginBinaryImportAsync(
            "copy roll_entries (import_id, serial, key_hash, sealed_key, local_key, area, is_listed, is_eligible, ground, needs_guardian, votes_elsewhere, has_token) from stdin (format binary)",
            cancellationToken);
        foreach (var entry in entries)
        {
            await writer.StartRowAsync(cancellationToken);
            await writer.WriteAsync(entry.ImportId.Value, NpgsqlDbType.Uuid, cancellationToken);
            await writer.WriteAsync(entry.Serial, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(entry.KeyHash, NpgsqlDbType.Bytea, cancellationToken);
            await WriteOrNull(writer, entry.SealedKey, NpgsqlDbType.Bytea, cancellationToken);
            await WriteOrNull(writer, entry.LocalKey, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(entry.Area, NpgsqlDbType.Text, cancellationToken);
            await writer.WriteAsync(entry.IsListed, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync(entry.IsEligible, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync((int)entry.Ground, NpgsqlDbType.Integer, cancellationToken);
            await writer.WriteAsync(entry.NeedsGuardian, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync(false, NpgsqlDbType.Boolean, cancellationToken);
            await writer.WriteAsync(false, NpgsqlDbType.Boolean, cancellationToken);
        }

        await writer.CompleteAsync(cancellationToken);
    }

    public Task AnalyzeAsync(CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"analyze roll_entries", cancellationToken);

    public Task WriteCodesAsync(RollImportId import, IReadOnlyList<EntryCode> codes, CancellationToken cancellationToken)
    {
        var (serials, hashes) = (codes.Select(code => code.Serial).ToArray(), codes.Select(code => code.CodeHash).ToArray());
        return db.Database.ExecuteSqlAsync(
            $"""
            update roll_entries set code_hash = given.code_hash
            from unnest({serials}, {hashes}) as given (serial, code_hash)
            where import_id = {import.Value} and roll_entries.serial = given.serial
            """,
            cancellationToken);
    }

    public async Task<IReadOnlySet<EntryMark>> MarkTokensAsync(IReadOnlyList<EntryMark> marks, CancellationToken cancellationToken)
    {
        var subBudgets = marks.Select(mark => mark.SubBudget.Value).ToArray();
        var imports = marks.Select(mark => mark.Import.Value).ToArray();
        var serials = marks.Select(mark => mark.Serial).ToArray();
        var channels = marks.Select(mark => (int)mark.Channel).ToArray();

        // The heads first and in one order, as imports, code batches and officers' marks do too: replicas wait for one another and never in a circle.
        await db.Database.ExecuteSqlAsync(
            $"select 1 from rolls where sub_budget_id = any({subBudgets}) order by sub_budget_id for update", cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            with given as (select * from unnest({subBudgets}, {imports}, {serials}, {channels}) as g (sub_budget_id, import_id, serial, channel)),
            fresh as (
                update roll_entries set has_token = true, channel = given.channel from given
                where roll_entries.import_id = given.import_id and roll_entries.serial = given.serial and not has_token and mark_shift_id is null
                    and is_eligible and not votes_elsewhere
                returning given.sub_budget_id),
            counted as (select sub_budget_id, count(*) as n from fresh group by sub_budget_id)
            update rolls set entries_with_token = entries_with_token + counted.n from counted where rolls.sub_budget_id = counted.sub_budget_id
            """,
            cancellationToken);
        var marked = await db.Database.SqlQuery<MarkedEntry>(
            $"""
            select e.import_id, e.serial from unnest({imports}, {serials}) as g (import_id, serial)
            join roll_entries e on e.import_id = g.import_id and e.serial = g.serial where e.mark_shift_id is not null or e.votes_elsewhere or not e.is_eligible
            """).ToListAsync(cancellationToken);
        return marks.Where(mark => marked.Contains(new MarkedEntry(mark.Import.Value, mark.Serial))).ToHashSet();
    }

    private static Task WriteOrNull<T>(NpgsqlBinaryImporter writer, T? value, NpgsqlDbType type, CancellationToken cancellationToken)
        where T : class =>
        value is null ? writer.WriteNullAsync(cancellationToken) : writer.WriteAsync(value, type, cancellationToken);

    private sealed record MarkedEntry(Guid ImportId, int Serial);
}
