using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Medborgarbudget.Voting.Ledger;

/// <summary>The ledger in SQLite: prepared inserts, write-ahead log, synced at every commit.</summary>
internal sealed class SqliteLedger : ILedger, IDisposable
{
    private const string Insert = """
        INSERT INTO ledger (round, shard, seq, voter, version, choices, key_hash, receipt_check, hour, channel)
        VALUES ($round, $shard, $seq, $voter, $version, $choices, $key, $check, $hour, $channel)
        ON CONFLICT DO NOTHING
        """;

    private const string Select =
        $"SELECT {LedgerEntry.Columns} FROM ledger WHERE round = $round AND shard = $shard AND seq = $seq";

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _connectionString;
    private readonly TimeSpan _patience;

    /// <param name="patience">How long a commit waits for another writer of the file.</param>
    public SqliteLedger(string connectionString, TimeSpan patience) =>
        (_connectionString, _patience) = (new SqliteConnectionStringBuilder(connectionString) { DefaultTimeout = 1 }.ToString(), patience);

    public async Task<bool[]> AppendAsync(IReadOnlyList<LedgerEntry> entries, bool mayHold, CancellationToken cancellationToken)
    {
        // One writer at a time in this process: they would only wake each other up at the file's lock.
        await _writer.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Append(entries), cancellationToken);
        }
        finally
        {
            _writer.Release();
        }
    }

    public void Dispose() => _writer.Dispose();

    public async Task<string?> FindWeaknessAsync(AcknowledgementLevel level, CancellationToken cancellationToken)
    {
        if (level == AcknowledgementLevel.LedgerReplica)
        {
            return "SQLite has no replica.";
        }

        await using var connection = Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        var mode = (string?)await command.ExecuteScalarAsync(cancellationToken);
        if (mode != "wal")
        {
            return $"SQLite's journal_mode is {mode}, not wal.";
        }

        // A page that is broken is otherwise noticed only when somebody's ballot happens to be on it.
        command.CommandText = "PRAGMA quick_check(1)";
        return (string?)await command.ExecuteScalarAsync(cancellationToken) == "ok" ? null : "SQLite's file is damaged.";
    }

    // SQLite's calls block whatever they are named, so they run on a thread of the pool and not in the caller's.
    private bool[] Append(IReadOnlyList<LedgerEntry> entries)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using var insert = Command(connection, transaction, Insert);
        using var select = Command(connection, transaction, Select);
        var held = new bool[entries.Count];
        for (var i = 0; i < held.Length; i++)
        {
            Bind(insert, entries[i]);
            held[i] = insert.ExecuteNonQuery() == 1 || Holds(select, entries[i]);
        }

        transaction.Commit();
        return held;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            using var pragma = connection.CreateCommand();

            // SQLite's own waiting is finer than the provider's, which looks again every 150 ms.
            pragma.CommandText = string.Create(
                CultureInfo.InvariantCulture, $"PRAGMA synchronous = FULL; PRAGMA busy_timeout = {(int)_patience.TotalMilliseconds}");
            pragma.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string sql)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        var whole = sql == Insert;
        string[] names = whole
            ? ["$round", "$shard", "$seq", "$voter", "$version", "$choices", "$key", "$check", "$hour", "$channel"]
            : ["$round", "$shard", "$seq"];
        foreach (var name in names)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Bind(SqliteCommand command, LedgerEntry entry)
    {
        object[] values =
        [
            entry.Round, entry.Shard, entry.Seq, entry.Voter, entry.Version, entry.Choices, entry.KeyHash, unchecked((long)entry.Check), entry.Hour,
            (short)entry.Channel,
        ];
        for (var i = 0; i < command.Parameters.Count; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private static bool Holds(SqliteCommand select, LedgerEntry entry)
    {
        Bind(select, entry);
        using var row = select.ExecuteReader();
        return row.Read() && LedgerEntry.Read(row, entry.Round, entry.Shard, entry.Seq).IsSameAs(entry);
    }
}
