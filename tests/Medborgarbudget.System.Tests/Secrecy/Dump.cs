using System.Data.Common;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>Every value of every column of every table of a database, one after the other.</summary>
/// <param name="Rows">Where each row is in the bytes, with its table.</param>
internal sealed record Dump(byte[] Bytes, IReadOnlyList<(string Table, Range Place)> Rows)
{
    public IReadOnlyDictionary<string, int> RowsByTable => Rows.CountBy(row => row.Table).ToDictionary();

    public static async Task<Dump> OfAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        return await OfAsync(connection, "select name from sqlite_master where type = 'table'", table => $"select * from \"{table}\"", cancellationToken);
    }

    /// <summary>Of a database of PostgreSQL, as it writes each row as text: bytes in hexadecimal.</summary>
    public static async Task<Dump> OfPostgresAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        return await OfAsync(connection, "select tablename from pg_tables where schemaname = 'public'", table => $"select t::text from \"{table}\" t", cancellationToken);
    }

    private static async Task<Dump> OfAsync(DbConnection connection, string tablesSql, Func<string, string> rowsSql, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken);
        var tables = new List<string>();
        await ReadAsync(connection, tablesSql, row => tables.Add(row.GetString(0)), cancellationToken);
        using var all = new MemoryStream();
        var rows = new List<(string Table, Range Place)>();
        foreach (var table in tables)
        {
            await ReadAsync(connection, rowsSql(table), row => Write(row, table), cancellationToken);
        }

        return new Dump(all.ToArray(), rows);

        void Write(DbDataReader row, string table)
        {
            var start = (int)all.Position;
            for (var column = 0; column < row.FieldCount; column++)
            {
                all.Write(row.GetValue(column) as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture) ?? ""));
                all.WriteByte((byte)'\n');
            }

            rows.Add((table, start..(int)all.Position));
        }
    }

    private static async Task ReadAsync(DbConnection connection, string sql, Action<DbDataReader> take, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            take(reader);
        }
    }
}
