using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Medborgarbudget.System.Tests.Secrecy;

/// <summary>Every value of every column of every table of a SQLite file, one after the other.</summary>
internal sealed record Dump(byte[] Bytes, IReadOnlyDictionary<string, int> RowsByTable)
{
    public static async Task<Dump> OfAsync(string file, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        var tables = new List<string>();
        await ReadAsync(connection, "select name from sqlite_master where type = 'table'", row => tables.Add(row.GetString(0)), cancellationToken);
        using var all = new MemoryStream();
        var rows = new Dictionary<string, int>();
        foreach (var table in tables)
        {
            rows[table] = 0;
            await ReadAsync(connection, $"select * from \"{table}\"", row => Write(row, table), cancellationToken);
        }

        return new Dump(all.ToArray(), rows);

        void Write(SqliteDataReader row, string table)
        {
            rows[table]++;
            for (var column = 0; column < row.FieldCount; column++)
            {
                all.Write(row.GetValue(column) as byte[] ?? Encoding.UTF8.GetBytes(Convert.ToString(row.GetValue(column), CultureInfo.InvariantCulture) ?? ""));
                all.WriteByte((byte)'\n');
            }
        }
    }

    private static async Task ReadAsync(SqliteConnection connection, string sql, Action<SqliteDataReader> take, CancellationToken cancellationToken)
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
