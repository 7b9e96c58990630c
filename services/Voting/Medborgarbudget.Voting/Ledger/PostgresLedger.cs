using Npgsql;

namespace Medborgarbudget.Voting.Ledger;

/// <summary>The ledger in PostgreSQL: one binary COPY a batch; entries that may be there already are inserted one by one.</summary>
internal sealed class PostgresLedger(NpgsqlDataSource source, TimeSpan patience) : ILedger
{
    private const string Copy =
        "COPY ledger (round, shard, seq, voter, version, choices, key_hash, receipt_check, hour, channel) FROM STDIN (FORMAT BINARY)";

    private const string Insert = """
        INSERT INTO ledger (round, shard, seq, voter, version, choices, key_hash, receipt_check, hour, channel)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT DO NOTHING
        """;

    private const string Select =
        $"SELECT {LedgerEntry.Columns} FROM ledger WHERE round = $1 AND shard = $2 AND seq = $3";

    public async Task<bool[]> AppendAsync(IReadOnlyList<LedgerEntry> entries, bool mayHold, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            return mayHold ? await InsertAsync(entries, limit.Token) : await CopyOrInsertAsync(entries, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("The ledger did not commit in time.");
        }
    }

    public async Task<string?> FindWeaknessAsync(AcknowledgementLevel level, CancellationToken cancellationToken)
    {
        var commit = await ShowAsync("synchronous_commit", cancellationToken);
        var standby = await ShowAsync("synchronous_standby_names", cancellationToken);
        if (await ShowAsync("fsync", cancellationToken) == "off" && level != AcknowledgementLevel.Memory)
        {
            return "PostgreSQL runs with fsync = off.";
        }

        return level switch
        {
            AcknowledgementLevel.LedgerReplica when standby.Length == 0 => "PostgreSQL has no synchronous_standby_names.",
            AcknowledgementLevel.LedgerReplica when commit is not ("on" or "remote_apply") => $"synchronous_commit is {commit}.",
            AcknowledgementLevel.Ledger when commit == "off" => "synchronous_commit is off.",
            _ => null,
        };
    }

    private async Task<bool[]> CopyOrInsertAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        try
        {
            // The end of a COPY, in which it commits, takes no token: it is left to itself, and what it brought in is found when asked again.
            return await CopyAsync(entries, cancellationToken).WaitAsync(cancellationToken);
        }
        catch (PostgresException duplicate) when (duplicate.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return await InsertAsync(entries, cancellationToken);
        }
    }

    private async Task<bool[]> CopyAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        // A COPY is a transaction of its own. Written as bytes: field by field costs as much as everything else about it.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using (var copy = await connection.BeginRawBinaryCopyAsync(Copy, cancellationToken))
        {
            try
            {
                await copy.WriteAsync(CopyBytes.Of(entries), cancellationToken);
            }
            catch
            {
                await copy.CancelAsync();
                throw;
            }
        }

        var held = new bool[entries.Count];
        Array.Fill(held, true);
        return held;
    }

    private async Task<bool[]> InsertAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var held = new bool[entries.Count];

        // In the order of the key, so that two instances that append the same entries wait for each other and do not deadlock.
        int[] order = [.. Enumerable.Range(0, entries.Count).OrderBy(i => entries[i].Place)];
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var i in order)
        {
            batch.BatchCommands.Add(InsertOf(entries[i]));
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        for (var at = 0; at < order.Length; at++)
        {
            held[order[at]] = batch.BatchCommands[at].RecordsAffected == 1
                || await HoldsAsync(connection, transaction, entries[order[at]], cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return held;
    }

    private static NpgsqlBatchCommand InsertOf(LedgerEntry entry)
    {
        object[] values =
        [
            entry.Round, entry.Shard, entry.Seq, entry.Voter, entry.Version, entry.Choices, entry.KeyHash, unchecked((long)entry.Check), entry.Hour,
            (short)entry.Channel,
        ];
        var command = new NpgsqlBatchCommand(Insert);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    private static async Task<bool> HoldsAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, LedgerEntry entry, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(Select, connection, transaction);
        select.Parameters.Add(new NpgsqlParameter { Value = entry.Round });
        select.Parameters.Add(new NpgsqlParameter { Value = entry.Shard });
        select.Parameters.Add(new NpgsqlParameter { Value = entry.Seq });
        await using var row = await select.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) && LedgerEntry.Read(row, entry.Round, entry.Shard, entry.Seq).IsSameAs(entry);
    }

    private async Task<string> ShowAsync(string setting, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("SELECT current_setting($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = setting });
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
